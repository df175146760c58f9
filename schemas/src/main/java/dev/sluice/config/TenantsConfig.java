package dev.sluice.config;

import dev.sluice.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The section `tenants`, or the file that `tenants_file` names, whose whole content is that
/// section. No two tenants have the same key or external id, or a place in common in a bucket; what
/// else holds between tenants and the vendor's own settings is in [VendorRules].
public final class TenantsConfig {

    private final Map<String, TenantConfig> byKey;

    /// Tenants, in order.
    ///
    /// @throws IllegalArgumentException if two are in conflict; the message names all that are
    public TenantsConfig(Collection<TenantConfig> tenants) {
        List<Conflict> conflicts = conflicts(List.copyOf(tenants));
        if (!conflicts.isEmpty()) {
            throw new IllegalArgumentException(
                    conflicts.stream()
                            .map(c -> "tenant %s: %s %s".formatted(c.tenant(), c.field(), c.text()))
                            .collect(Collectors.joining("; ")));
        }
        byKey =
                tenants.stream()
                        .collect(
                                Collectors.toMap(
                                        TenantConfig::key,
                                        Function.identity(),
                                        (a, _) -> a,
                                        LinkedHashMap::new));
    }

    /// Reads them.
    public static Setting<TenantsConfig> from(Section root) {
        Setting<Section> file = file(root);
        Section inline = root.section("tenants");
        if (file instanceof Setting.Given<Section>(_, _, Section tenants)) {
            if (inline.isPresent()) {
                root.mistake(
                        "tenants_file",
                        "expected tenants or tenants_file, found both; remove one of them");
            }
            return read(tenants, root);
        }
        if (!inline.isPresent() && file instanceof Setting.Absent) {
            root.mistake(
                    "tenants",
                    "expected at least one tenant, found none; add tenants, or tenants_file");
        }
        return read(inline, root);
    }

    /// The file that holds the tenants, if the configuration names one.
    static Setting<Section> file(Section root) {
        return root.text("tenants_file").map("a file", root::include);
    }

    private static Setting<TenantsConfig> read(Section section, Section root) {
        VendorRules rules = VendorRules.from(root);
        Map<TenantId, Section> sections = new LinkedHashMap<>();
        List<TenantConfig> good = new ArrayList<>();
        boolean complete = section.isPresent();
        for (Section entry : section.entries()) {
            if (TenantConfig.from(entry)
                    instanceof Setting.Given<TenantConfig>(_, _, TenantConfig tenant)) {
                sections.put(tenant.id(), entry);
                for (Conflict conflict : rules.broken(tenant, good)) {
                    entry.mistake(conflict.field(), conflict.text());
                    complete = false;
                }
                good.add(tenant);
            } else {
                complete = false;
            }
        }
        for (Conflict conflict : conflicts(good)) {
            Section entry = sections.get(conflict.tenant());
            if (entry != null) {
                entry.mistake(conflict.field(), conflict.text());
            }
            complete = false;
        }
        return complete ? section.build(() -> new TenantsConfig(good)) : new Setting.Wrong<>();
    }

    /// Each pair that is in conflict, told of the later one.
    private static List<Conflict> conflicts(List<TenantConfig> tenants) {
        List<Conflict> conflicts = new ArrayList<>();
        Map<String, TenantConfig> keys = new LinkedHashMap<>();
        Map<String, TenantConfig> externalIds = new LinkedHashMap<>();
        Map<String, List<TenantConfig>> buckets = new LinkedHashMap<>();
        for (TenantConfig tenant : tenants) {
            TenantConfig same = keys.putIfAbsent(tenant.key(), tenant);
            if (same != null) {
                conflicts.add(
                        new Conflict(
                                tenant.id(),
                                "key",
                                "expected a key of its own, found \"%s\", which is tenant %s's too; correct one of them"
                                        .formatted(tenant.key(), same.id())));
            }
            TenantConfig trusting =
                    tenant.externalId()
                            .map(externalId -> externalIds.putIfAbsent(externalId, tenant))
                            .orElse(null);
            if (trusting != null) {
                conflicts.add(
                        new Conflict(
                                tenant.id(),
                                "external_id",
                                "expected an external id of its own, found tenant %s's; give each tenant one that no other has"
                                        .formatted(trusting.id())));
            }
            List<TenantConfig> beside =
                    buckets.computeIfAbsent(tenant.bucket(), _ -> new ArrayList<>());
            beside.stream()
                    .filter(tenant::sharesPlaceWith)
                    .findFirst()
                    .ifPresent(other -> conflicts.add(placeConflict(tenant, other)));
            beside.add(tenant);
        }
        return conflicts;
    }

    private static Conflict placeConflict(TenantConfig tenant, TenantConfig other) {
        return new Conflict(
                tenant.id(),
                "bucket",
                "expected a place of its own, found s3://%s/%s, which lies in tenant %s's or holds it; give one of them another bucket or prefix"
                        .formatted(tenant.bucket(), tenant.prefix(), other.id()));
    }

    /// All tenants, in the order of the file.
    public Collection<TenantConfig> all() {
        return byKey.values();
    }

    /// The tenant whose rows have this value in the tenant column.
    public Optional<TenantConfig> byKey(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /// The tenant of this id.
    public Optional<TenantConfig> byId(TenantId id) {
        return all().stream().filter(tenant -> tenant.id().equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return "TenantsConfig" + all();
    }

    /// What is wrong with one of a tenant's settings, though each is well formed.
    record Conflict(TenantId tenant, String field, String text) {}
}
