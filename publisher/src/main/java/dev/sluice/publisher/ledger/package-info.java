/// What is known of every tenant's pushes, and the transactions that add to it.
@NullMarked
package dev.sluice.publisher.ledger;

import org.jspecify.annotations.NullMarked;
