/// Cuts and the schedule that names them.
@NullMarked
package dev.sluice.cut;

import org.jspecify.annotations.NullMarked;
