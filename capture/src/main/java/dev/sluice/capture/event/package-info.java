/// What happens in the source's log, one event at a time, free of any library.
@NullMarked
package dev.sluice.capture.event;

import org.jspecify.annotations.NullMarked;
