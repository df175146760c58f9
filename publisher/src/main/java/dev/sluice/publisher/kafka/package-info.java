/// The clients of Kafka, and a partition read from one place to another.
@NullMarked
package dev.sluice.publisher.kafka;

import org.jspecify.annotations.NullMarked;
