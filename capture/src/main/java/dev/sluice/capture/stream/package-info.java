/// From events to records: sequences, cuts, keys. Pure and deterministic.
@NullMarked
package dev.sluice.capture.stream;

import org.jspecify.annotations.NullMarked;
