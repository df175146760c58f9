/// The keys of the topics: text with stable bytes, and the bytes that sort rows as the source does.
@NullMarked
package dev.sluice.key;

import org.jspecify.annotations.NullMarked;
