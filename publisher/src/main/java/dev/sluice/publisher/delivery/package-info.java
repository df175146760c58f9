/// Staging pushes, and bringing them to the tenants, each at its own pace.
@NullMarked
package dev.sluice.publisher.delivery;

import org.jspecify.annotations.NullMarked;
