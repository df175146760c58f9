/// What the aggregator measures.
@NullMarked
package dev.sluice.aggregator.metric;

import org.jspecify.annotations.NullMarked;
