/// How long to wait before something is tried again: once, for all modules.
@NullMarked
package dev.sluice.retry;

import org.jspecify.annotations.NullMarked;
