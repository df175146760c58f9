/// Files that live as long as the work that needs them.
@NullMarked
package dev.sluice.publisher.scratch;

import org.jspecify.annotations.NullMarked;
