/// `sluice tenant`: who receives pushes, and what they set up in AWS.
@NullMarked
package dev.sluice.app.tenant;

import org.jspecify.annotations.NullMarked;
