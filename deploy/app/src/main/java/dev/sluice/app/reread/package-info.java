/// `sluice reread`: having a table read again beside the stream.
@NullMarked
package dev.sluice.app.reread;

import org.jspecify.annotations.NullMarked;
