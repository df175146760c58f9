package dev.sluice.publisher.delivery;

import dev.sluice.config.TenantConfig;

/// As whom a tenant is delivered to.
public sealed interface Credentials {

    /// As the publisher itself.
    record Own() implements Credentials {}

    /// As a role of the customer's.
    ///
    /// @param arn the role
    record Role(String arn) implements Credentials {}

    /// What the tenant's configuration says.
    static Credentials of(TenantConfig tenant) {
        return tenant.role().<Credentials>map(Role::new).orElseGet(Own::new);
    }
}
