/// What goes wrong, when, and where: drawn from a seed, done to the parts.
@NullMarked
package dev.sluice.chaos.fault;

import org.jspecify.annotations.NullMarked;
