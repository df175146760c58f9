/// The processes that can be killed, stopped and started again.
@NullMarked
package dev.sluice.chaos.part;

import org.jspecify.annotations.NullMarked;
