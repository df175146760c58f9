/// The fold test: what customers were delivered against what the database had, by an independent
/// reader.
@NullMarked
package dev.sluice.app.fold;

import org.jspecify.annotations.NullMarked;
