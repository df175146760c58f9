/// The servers that a demo or a test needs, real ones: PostgreSQL, Kafka, S3.
@NullMarked
package dev.sluice.embedded;

import org.jspecify.annotations.NullMarked;
