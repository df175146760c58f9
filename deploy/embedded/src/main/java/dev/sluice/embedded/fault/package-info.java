/// What stands between a client and a server and goes wrong on purpose, from a seed.
@NullMarked
package dev.sluice.embedded.fault;

import org.jspecify.annotations.NullMarked;
