/// The command that asks for a cut.
@NullMarked
package dev.sluice.app.cut;

import org.jspecify.annotations.NullMarked;
