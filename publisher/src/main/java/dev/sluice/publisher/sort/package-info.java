/// Sorting more rows than fit into memory.
@NullMarked
package dev.sluice.publisher.sort;

import org.jspecify.annotations.NullMarked;
