/// The work on the partitions that a publisher holds: from the mark of a cut to its pushes in the
/// ledger.
@NullMarked
package dev.sluice.publisher.partition;

import org.jspecify.annotations.NullMarked;
