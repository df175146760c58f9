/// What capture measures.
@NullMarked
package dev.sluice.capture.metric;

import org.jspecify.annotations.NullMarked;
