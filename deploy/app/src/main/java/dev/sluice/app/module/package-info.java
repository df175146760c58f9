/// The commands that run modules.
@NullMarked
package dev.sluice.app.module;

import org.jspecify.annotations.NullMarked;
