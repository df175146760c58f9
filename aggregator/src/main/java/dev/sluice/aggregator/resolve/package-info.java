/// The first step, by row: changes become complete row versions.
@NullMarked
package dev.sluice.aggregator.resolve;

import org.jspecify.annotations.NullMarked;
