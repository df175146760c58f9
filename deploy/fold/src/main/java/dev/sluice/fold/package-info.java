/// What customers were delivered against what the database had: a seeded workload, the state of the
/// database, and an independent reader of the files.
@NullMarked
package dev.sluice.fold;

import org.jspecify.annotations.NullMarked;
