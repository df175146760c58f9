/// Sluice beside the best of others, measured.
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
