/// The command that makes the topics, and the check that they are as needed.
@NullMarked
package dev.sluice.app.topic;

import org.jspecify.annotations.NullMarked;
