/// The demo as a user meets it.
@NullMarked
package dev.sluice.app.demo;

import org.jspecify.annotations.NullMarked;
