/// The registry of a process, and what the process itself measures.
@NullMarked
package dev.sluice.app.metric;

import org.jspecify.annotations.NullMarked;
