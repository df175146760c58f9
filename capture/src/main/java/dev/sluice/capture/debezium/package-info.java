/// Debezium's embedded engine behind our own events; the only package that knows it.
@NullMarked
package dev.sluice.capture.debezium;

import org.jspecify.annotations.NullMarked;
