@NullMarked
package dev.sluice.aggregator.resolve;

import org.jspecify.annotations.NullMarked;
