/// What a process serves over HTTP: its metrics and its health.
@NullMarked
package dev.sluice.app.http;

import org.jspecify.annotations.NullMarked;
