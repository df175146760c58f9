/// What the publisher measures.
@NullMarked
package dev.sluice.publisher.metric;

import org.jspecify.annotations.NullMarked;
