/// The command that shows a topic's records.
@NullMarked
package dev.sluice.app.tail;

import org.jspecify.annotations.NullMarked;
