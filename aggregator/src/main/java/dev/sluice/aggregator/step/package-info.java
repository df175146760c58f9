/// What the two steps of the topology share: how records are read, where they go, what a step
/// remembers.
@NullMarked
package dev.sluice.aggregator.step;

import org.jspecify.annotations.NullMarked;
