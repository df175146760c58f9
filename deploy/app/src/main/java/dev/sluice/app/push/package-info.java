/// The command that asks for a push.
@NullMarked
package dev.sluice.app.push;

import org.jspecify.annotations.NullMarked;
