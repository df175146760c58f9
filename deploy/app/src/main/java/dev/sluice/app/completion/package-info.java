/// `sluice completion`: a shell completes what is typed.
@NullMarked
package dev.sluice.app.completion;

import org.jspecify.annotations.NullMarked;
