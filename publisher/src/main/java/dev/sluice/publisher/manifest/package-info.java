/// The manifest that ends a push.
@NullMarked
package dev.sluice.publisher.manifest;

import org.jspecify.annotations.NullMarked;
