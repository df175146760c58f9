/// Full pushes: every live row at a cut, rebuilt from `rows`.
@NullMarked
package dev.sluice.publisher.full;

import org.jspecify.annotations.NullMarked;
