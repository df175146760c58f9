/// The text of the files: cells, lines, and the layout of a table's columns.
@NullMarked
package dev.sluice.publisher.csv;

import org.jspecify.annotations.NullMarked;
