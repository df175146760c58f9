/// The six topics: their names, settings, headers and partitions.
@NullMarked
package dev.sluice.topic;

import org.jspecify.annotations.NullMarked;
