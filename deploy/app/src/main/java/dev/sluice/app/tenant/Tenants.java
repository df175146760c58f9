package dev.sluice.app.tenant;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.config.TenantConfig;
import dev.sluice.config.TenantsConfig;
import java.util.stream.Collectors;

/// Finds tenants by what is typed.
final class Tenants {

    private Tenants() {}

    /// @throws CommandFailedException if there is no such tenant
    static TenantConfig named(String id, TenantsConfig tenants) {
        return tenants.all().stream()
                .filter(tenant -> tenant.id().value().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailedException(
                                "the configuration has no tenant %s; it has %s"
                                        .formatted(
                                                id,
                                                tenants.all().stream()
                                                        .map(tenant -> tenant.id().value())
                                                        .collect(Collectors.joining(", ")))));
    }
}
