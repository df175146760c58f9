/// The definitions of tables, as the topic `tables` tells them.
@NullMarked
package dev.sluice.publisher.definitions;

import org.jspecify.annotations.NullMarked;
