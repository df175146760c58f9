package dev.sluice.config;

import dev.sluice.config.TenantsConfig.Conflict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the section `processing` says of the vendor, and tenants have to keep to.
///
/// @param bucket the processing bucket, to which nothing is delivered; nothing if it is not known
/// @param ownBuckets the vendor's own buckets, into which tenants without a role may be served
/// @param sharedAccounts the accounts that may have more than one tenant
/// @param complete whether all of that could be read; where not, what depends on it is not judged
record VendorRules(
        Optional<String> bucket,
        Set<String> ownBuckets,
        Set<String> sharedAccounts,
        boolean complete) {

    static VendorRules from(Section root) {
        Section processing = root.section("processing");
        var bucket = processing.text("bucket").optional();
        var own = processing.texts("own_buckets").or(List.of());
        var shared = processing.texts("shared_accounts").or(List.of());
        return new VendorRules(
                bucket instanceof Setting.Given<Optional<String>> given
                        ? given.value()
                        : Optional.empty(),
                Set.copyOf(values(own)),
                Set.copyOf(values(shared)),
                own instanceof Setting.Given && shared instanceof Setting.Given);
    }

    private static List<String> values(Setting<List<String>> setting) {
        return setting instanceof Setting.Given<List<String>> given ? given.value() : List.of();
    }

    /// What a tenant breaks.
    ///
    /// @param before the tenants above it in the file
    List<Conflict> broken(TenantConfig tenant, Collection<TenantConfig> before) {
        List<Conflict> broken = new ArrayList<>();
        if (bucket.isPresent() && bucket.get().equals(tenant.bucket())) {
            broken.add(
                    new Conflict(
                            tenant.id(),
                            "bucket",
                            "expected a bucket of the tenant's own, found the processing bucket \"%s\"; write another one"
                                    .formatted(tenant.bucket())));
        } else if (complete && tenant.role().isEmpty() && !ownBuckets.contains(tenant.bucket())) {
            broken.add(
                    new Conflict(
                            tenant.id(),
                            "role",
                            "expected the customer's role, found none, and \"%s\" is not among processing.own_buckets; add role and external_id, or list the bucket there if it is the vendor's own"
                                    .formatted(tenant.bucket())));
        }
        if (complete && !sharedAccounts.contains(tenant.account())) {
            before.stream()
                    .filter(other -> other.account().equals(tenant.account()))
                    .findFirst()
                    .ifPresent(other ->
                            broken.add(
                                    new Conflict(
                                            tenant.id(),
                                            "account",
                                            "expected an account of its own, found %s, which is tenant %s's too; correct one of them, or list the account in processing.shared_accounts"
                                                    .formatted(tenant.account(), other.id()))));
        }
        return broken;
    }
}
