/// The reference of metrics.
@NullMarked
package dev.sluice.app.metric;

import org.jspecify.annotations.NullMarked;
