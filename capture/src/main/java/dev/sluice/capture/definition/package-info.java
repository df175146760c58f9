/// Which definition of a table the log's rows are in, and what an alteration asks for.
@NullMarked
package dev.sluice.capture.definition;

import org.jspecify.annotations.NullMarked;
