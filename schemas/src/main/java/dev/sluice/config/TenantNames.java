package dev.sluice.config;

import dev.sluice.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which tenant has which key, and nothing else of them: for a process that is not told their
/// secrets, but has to call them by their names. A tenant whose name or key is wrong is left out.
///
/// @param byKey each tenant's id by the tenant column's value
public record TenantNames(Map<String, TenantId> byKey) {

    public TenantNames {
        byKey = Map.copyOf(byKey);
    }

    /// Reads them.
    public static TenantNames from(Section root) {
        Section tenants =
                TenantsConfig.file(root) instanceof Setting.Given<Section>(_, _, Section file)
                        ? file
                        : root.section("tenants");
        Map<String, TenantId> names = new LinkedHashMap<>();
        for (Section entry : tenants.entries()) {
            // The rest of an entry is known too.
            var _ = TenantConfig.from(entry);
            var id = entry.name().map("a tenant's id", TenantId::new);
            if (id instanceof Setting.Given<TenantId>(_, _, TenantId tenant)
                    && entry.text("key") instanceof Setting.Given<String>(_, _, String key)) {
                names.put(key, tenant);
            }
        }
        return new TenantNames(names);
    }

    /// The tenant whose rows have this value in the tenant column.
    public Optional<TenantId> of(String key) {
        return Optional.ofNullable(byKey.get(key));
    }
}
