/// Tables, and how each kind of cell is carried and written.
@NullMarked
package dev.sluice.table;

import org.jspecify.annotations.NullMarked;
