/// What Sluice is measured against.
@NullMarked
package dev.sluice.bench.baseline;

import org.jspecify.annotations.NullMarked;
