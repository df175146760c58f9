/// Log lines, as text for people and as JSON for machines.
@NullMarked
package dev.sluice.app.log;

import org.jspecify.annotations.NullMarked;
