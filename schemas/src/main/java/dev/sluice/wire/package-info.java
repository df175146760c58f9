/// The values of the topics: Avro's single-object encoding over every released schema.
@NullMarked
package dev.sluice.wire;

import org.jspecify.annotations.NullMarked;
