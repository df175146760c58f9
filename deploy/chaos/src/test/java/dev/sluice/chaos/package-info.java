/// The short run, which every build does.
@NullMarked
package dev.sluice.chaos;

import org.jspecify.annotations.NullMarked;
