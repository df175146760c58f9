/// Incremental pushes: the files of a window, written as its deltas stream by.
@NullMarked
package dev.sluice.publisher.incremental;

import org.jspecify.annotations.NullMarked;
