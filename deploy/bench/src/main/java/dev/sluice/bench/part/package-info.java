/// The programs that are measured, each in a process of its own.
@NullMarked
package dev.sluice.bench.part;

import org.jspecify.annotations.NullMarked;
