/// What happens to captured tables that the log says nothing of: partitions that come and go, a
/// publication that somebody altered.
@NullMarked
package dev.sluice.capture.unlogged;

import org.jspecify.annotations.NullMarked;
