/// The tables of the product page, filled, and changed.
@NullMarked
package dev.sluice.bench.data;

import org.jspecify.annotations.NullMarked;
