/// The six topics: their names and settings.
@NullMarked
package dev.sluice.topic;

import org.jspecify.annotations.NullMarked;
