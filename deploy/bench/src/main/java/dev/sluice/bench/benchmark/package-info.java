/// The benchmarks, one class each.
@NullMarked
package dev.sluice.bench.benchmark;

import org.jspecify.annotations.NullMarked;
