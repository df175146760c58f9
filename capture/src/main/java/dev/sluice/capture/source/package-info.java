/// The source database itself: what capture checks, prepares and asks of it.
@NullMarked
package dev.sluice.capture.source;

import org.jspecify.annotations.NullMarked;
