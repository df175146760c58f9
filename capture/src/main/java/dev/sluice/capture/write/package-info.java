/// Kafka transactions out: changes, definitions and the position they end at.
@NullMarked
package dev.sluice.capture.write;

import org.jspecify.annotations.NullMarked;
