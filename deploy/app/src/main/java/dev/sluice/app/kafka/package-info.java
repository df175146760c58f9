/// Reading topics for the commands.
@NullMarked
package dev.sluice.app.kafka;

import org.jspecify.annotations.NullMarked;
