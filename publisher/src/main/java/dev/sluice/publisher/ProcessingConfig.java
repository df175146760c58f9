package dev.sluice.publisher;

import dev.sluice.config.BucketName;
import dev.sluice.config.Section;
import dev.sluice.config.Setting;

/// The section `processing`: where pushes are staged before they are copied to the tenants.
///
/// @param bucket the bucket's name
/// @param region the bucket's region
public record ProcessingConfig(String bucket, String region) {

    static Setting<ProcessingConfig> from(Section root) {
        Section processing = root.section("processing");
        var bucket = processing.text("bucket").map("a bucket's name", BucketName::check).required();
        var region = processing.text("region").required();
        return processing.build(() -> new ProcessingConfig(bucket.get(), region.get()));
    }
}
