/// The second step, by tenant: the row versions of a window become its deltas.
@NullMarked
package dev.sluice.aggregator.compact;

import org.jspecify.annotations.NullMarked;
