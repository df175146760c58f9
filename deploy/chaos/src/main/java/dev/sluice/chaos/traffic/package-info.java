/// The workload, the cuts asked for, and what the database had at each.
@NullMarked
package dev.sluice.chaos.traffic;

import org.jspecify.annotations.NullMarked;
