/// How metrics are named and described, for the enums of the modules that emit them.
@NullMarked
package dev.sluice.metric;

import org.jspecify.annotations.NullMarked;
