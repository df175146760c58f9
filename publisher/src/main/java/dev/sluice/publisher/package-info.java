/// Deltas and rows in, files in the tenants' buckets out.
@NullMarked
package dev.sluice.publisher;

import org.jspecify.annotations.NullMarked;
