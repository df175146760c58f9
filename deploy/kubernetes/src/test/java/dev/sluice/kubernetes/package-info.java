/// The manifests of this module, against Kubernetes' models and against the program that they run.
@NullMarked
package dev.sluice.kubernetes;

import org.jspecify.annotations.NullMarked;
