/// The configuration: one YAML file, read so that every mistake is reported at once with its path
/// in the file, its line and what was expected; and the sections that all modules share. A section
/// that one module alone needs is read by that module, with a `from(Section)` of its own.
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
