/// What a module says of its own well-being.
@NullMarked
package dev.sluice.health;

import org.jspecify.annotations.NullMarked;
