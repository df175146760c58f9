@NullMarked
package dev.sluice.aggregator;

import org.jspecify.annotations.NullMarked;
