/// The object store behind the S3 protocol; alone in knowing Amazon's SDK.
@NullMarked
package dev.sluice.publisher.s3;

import org.jspecify.annotations.NullMarked;
