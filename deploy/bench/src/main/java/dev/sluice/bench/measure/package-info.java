/// What was measured, and the table that says so.
@NullMarked
package dev.sluice.bench.measure;

import org.jspecify.annotations.NullMarked;
