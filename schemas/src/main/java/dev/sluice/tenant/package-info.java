/// Who receives pushes.
@NullMarked
package dev.sluice.tenant;

import org.jspecify.annotations.NullMarked;
