/// What a process that runs modules shows of itself.
@NullMarked
package dev.sluice.app.module;

import org.jspecify.annotations.NullMarked;
