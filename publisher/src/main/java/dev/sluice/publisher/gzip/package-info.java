/// Gzip members that come out the same every time, summed as they are written.
@NullMarked
package dev.sluice.publisher.gzip;

import org.jspecify.annotations.NullMarked;
