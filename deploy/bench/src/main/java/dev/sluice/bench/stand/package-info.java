/// The servers, and an installation of Sluice on them.
@NullMarked
package dev.sluice.bench.stand;

import org.jspecify.annotations.NullMarked;
