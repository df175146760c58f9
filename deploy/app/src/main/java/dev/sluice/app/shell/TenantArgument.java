package dev.sluice.app.shell;

import dev.sluice.config.TenantConfig;
import dev.sluice.config.TenantsConfig;
import dev.sluice.tenant.TenantId;
import java.util.stream.Collectors;

/// A tenant that a command names by its id in the configuration.
public final class TenantArgument {

    private TenantArgument() {}

    /// The tenant of an id.
    ///
    /// @throws CommandFailedException if the configuration does not have it, naming those it has
    public static TenantConfig find(TenantsConfig tenants, String id) {
        return tenants.all().stream()
                .filter(config -> config.id().value().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailedException(
                                "the configuration has no tenant %s; it has %s"
                                        .formatted(
                                                id,
                                                tenants.all().stream()
                                                        .map(TenantConfig::id)
                                                        .map(TenantId::value)
                                                        .collect(Collectors.joining(", ")))));
    }
}
