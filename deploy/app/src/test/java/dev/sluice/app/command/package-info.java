/// The command line as a user meets it.
@NullMarked
package dev.sluice.app.command;

import org.jspecify.annotations.NullMarked;
