/// Whether the benchmarks work; what they measure is nobody's to assert.
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
