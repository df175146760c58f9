/// What has to hold at the end, read from topics, logs and buckets.
@NullMarked
package dev.sluice.chaos.check;

import org.jspecify.annotations.NullMarked;
