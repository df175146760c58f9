/// Files as they are built, and where they go.
@NullMarked
package dev.sluice.publisher.file;

import org.jspecify.annotations.NullMarked;
