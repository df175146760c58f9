/// Going past a record that cannot be read, where an operator said so.
@NullMarked
package dev.sluice.publisher.skip;

import org.jspecify.annotations.NullMarked;
