/// Sluice's parts as processes of their own, under a workload and faults from a seed.
@NullMarked
package dev.sluice.chaos;

import org.jspecify.annotations.NullMarked;
