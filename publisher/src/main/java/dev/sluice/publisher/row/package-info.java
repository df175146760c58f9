/// Row versions read where they lie, without objects for their cells.
@NullMarked
package dev.sluice.publisher.row;

import org.jspecify.annotations.NullMarked;
