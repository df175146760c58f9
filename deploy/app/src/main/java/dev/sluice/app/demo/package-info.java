/// The whole system on embedded servers, with sample tenants and live traffic.
@NullMarked
package dev.sluice.app.demo;

import org.jspecify.annotations.NullMarked;
