package dev.sluice.publisher.delivery;

import dev.sluice.config.TenantConfig;
import dev.sluice.publisher.delivery.ObjectStore.Place;
import dev.sluice.publisher.file.PushPath;

/// Where a tenant's files are staged, and where they go.
///
/// @param tenant whose they are
/// @param processingBucket the bucket they are staged in
/// @param processingRegion its region
public record Destination(TenantConfig tenant, String processingBucket, String processingRegion) {

    /// Where the file of a path is staged: at a place of its content's own. A publisher that lost
    /// its partition and does not know it yet may write late, but never to what its successor's
    /// ledger entry names, unless it is the same bytes.
    ///
    /// @param sha256 of the content, in hexadecimal
    public Place staged(String path, String sha256) {
        return new Place(
                processingBucket,
                processingRegion,
                PushPath.stagingPrefix(tenant) + path + "/" + sha256);
    }

    /// Where the file of a path goes.
    public Place delivered(String path) {
        return new Place(tenant.bucket(), tenant.region(), tenant.prefix() + path);
    }
}
