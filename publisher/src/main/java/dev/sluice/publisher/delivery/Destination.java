package dev.sluice.publisher.delivery;

import dev.sluice.config.TenantConfig;
import dev.sluice.publisher.delivery.ObjectStore.Place;
import dev.sluice.publisher.file.PushPath;
import java.util.Optional;

/// Where a tenant's files are staged, and where they go, and as whom.
///
/// @param tenant whose they are
/// @param processingBucket the bucket they are staged in
/// @param processingRegion its region
/// @param vendor the account that owns it and the vendor's own buckets; nothing if it is not known
public record Destination(
        TenantConfig tenant,
        String processingBucket,
        String processingRegion,
        Optional<String> vendor) {

    private static final int LONGEST_SESSION_NAME = 64;

    /// Where the file of a path is staged: at a place of its content's own. A publisher that lost
    /// its partition and does not know it yet may write late, but never to what its successor's
    /// ledger entry names, unless it is the same bytes.
    ///
    /// @param sha256 of the content, in hexadecimal
    public Place staged(String path, String sha256) {
        return staged(path + "/" + sha256);
    }

    private Place staged(String rest) {
        return new Place(
                processingBucket, processingRegion, vendor, PushPath.stagingPrefix(tenant) + rest);
    }

    /// Where the file of a path goes.
    public Place delivered(String path) {
        return new Place(
                tenant.bucket(),
                tenant.region(),
                tenant.role().isPresent() ? Optional.of(tenant.account()) : vendor,
                tenant.prefix() + path);
    }

    /// As whom files are brought there: as the tenant's role, in a session that may do nothing
    /// else; or, into a bucket of the vendor's own, as the publisher.
    public Credentials credentials() {
        return tenant.role()
                .<Credentials>map(arn ->
                        new Credentials.Role(
                                arn,
                                tenant.externalId(),
                                sessionName(),
                                Optional.of(
                                        SessionPolicy.of(
                                                arn.split(":", 3)[1], staged(""), delivered("")))))
                .orElseGet(Credentials.Own::new);
    }

    private String sessionName() {
        String name = "sluice-" + tenant.id();
        return name.substring(0, Math.min(name.length(), LONGEST_SESSION_NAME));
    }
}
