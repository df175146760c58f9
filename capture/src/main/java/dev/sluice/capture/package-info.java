/// Debezium's embedded engine in, the topic changes out.
@NullMarked
package dev.sluice.capture;

import org.jspecify.annotations.NullMarked;
