/// `sluice skip`: going past a record that cannot be read.
@NullMarked
package dev.sluice.app.skip;

import org.jspecify.annotations.NullMarked;
