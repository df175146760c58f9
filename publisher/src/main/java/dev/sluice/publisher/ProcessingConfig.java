package dev.sluice.publisher;

import dev.sluice.config.AccountId;
import dev.sluice.config.BucketName;
import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The section `processing`: where pushes are staged before they are copied to the tenants, and
/// what else is the vendor's.
///
/// @param bucket the bucket's name
/// @param region the bucket's region
/// @param account the vendor's account, which owns the bucket; every request then demands it
/// @param ownBuckets the vendor's own buckets, into which tenants without a role may be served
/// @param sharedAccounts the customers' accounts that may have more than one tenant
public record ProcessingConfig(
        String bucket,
        String region,
        Optional<String> account,
        Set<String> ownBuckets,
        Set<String> sharedAccounts) {

    public ProcessingConfig {
        ownBuckets = Set.copyOf(ownBuckets);
        sharedAccounts = Set.copyOf(sharedAccounts);
        if (ownBuckets.contains(bucket)) {
            throw new IllegalArgumentException(
                    "own_buckets names the processing bucket \"%s\", to which nothing is delivered; remove it there"
                            .formatted(bucket));
        }
    }

    /// A bucket, and nothing else said.
    public ProcessingConfig(String bucket, String region) {
        this(bucket, region, Optional.empty(), Set.of(), Set.of());
    }

    static Setting<ProcessingConfig> from(Section root) {
        Section processing = root.section("processing");
        var bucket = processing.text("bucket").map("a bucket's name", BucketName::check).required();
        var region = processing.text("region").required();
        var account = processing.text("account").map("an AWS account", AccountId::check).optional();
        var ownBuckets =
                processing
                        .texts("own_buckets")
                        .map("buckets' names", names -> each(names, BucketName::check))
                        .or(Set.of());
        var sharedAccounts =
                processing
                        .texts("shared_accounts")
                        .map("AWS accounts", names -> each(names, AccountId::check))
                        .or(Set.of());
        return processing.build(() ->
                new ProcessingConfig(
                        bucket.get(),
                        region.get(),
                        account.get(),
                        ownBuckets.get(),
                        sharedAccounts.get()));
    }

    private static Set<String> each(List<String> names, UnaryOperator<String> check) {
        Set<String> checked = new LinkedHashSet<>();
        names.forEach(name -> checked.add(check.apply(name)));
        return checked;
    }
}
