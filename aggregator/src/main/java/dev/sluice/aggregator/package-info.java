/// A Kafka Streams topology: changes to rows to deltas.
@NullMarked
package dev.sluice.aggregator;

import org.jspecify.annotations.NullMarked;
