/// Reading a table beside the stream: chunk by chunk, while its changes go on.
@NullMarked
package dev.sluice.capture.reading;

import org.jspecify.annotations.NullMarked;
