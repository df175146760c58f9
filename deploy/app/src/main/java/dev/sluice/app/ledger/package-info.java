/// The commands that show the ledger.
@NullMarked
package dev.sluice.app.ledger;

import org.jspecify.annotations.NullMarked;
