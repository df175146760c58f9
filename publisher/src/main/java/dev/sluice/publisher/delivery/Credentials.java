package dev.sluice.publisher.delivery;

import java.util.Optional;

/// As whom something is asked of a store.
public sealed interface Credentials {

    /// As the publisher itself.
    record Own() implements Credentials {}

    /// As a role of a customer's.
    ///
    /// @param arn the role
    /// @param externalId what its trust policy demands; nothing to try it without
    /// @param sessionName by which the customer's own log tells the session: 2 to 64 letters,
    ///   digits or any of `_+=,.@-`
    /// @param policy what the session may do at most, as JSON; nothing for all that the role may
    record Role(
            String arn, Optional<String> externalId, String sessionName, Optional<String> policy)
            implements Credentials {

        /// Without the external id.
        @Override
        public String toString() {
            return "Role[" + arn + ", " + sessionName + "]";
        }
    }
}
