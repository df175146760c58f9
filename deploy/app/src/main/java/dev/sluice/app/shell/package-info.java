/// What surrounds a command: the configuration, the terminal, the wish to stop.
@NullMarked
package dev.sluice.app.shell;

import org.jspecify.annotations.NullMarked;
