package dev.sluice.publisher.delivery;

import dev.sluice.publisher.delivery.ObjectStore.Place;

/// What a session of a customer's role may do at most, whatever the role may: read what is staged
/// for this tenant, and write into its destination. So that even a mistake in this program could
/// not bring one tenant's files to another.
///
/// To end an upload that was not finished is allowed too: a role without that right still has not
/// got it, which `docs/customers.md` tells.
final class SessionPolicy {

    private SessionPolicy() {}

    /// The policy as JSON, without a blank, since what AWS takes is short.
    ///
    /// @param staged begins the keys of all that is staged for the tenant
    /// @param delivered begins the keys of all that is delivered to it
    static String of(String partition, Place staged, Place delivered) {
        String source = arn(partition, staged);
        String target = arn(partition, delivered);
        return """
        {"Version":"2012-10-17","Statement":[\
        {"Effect":"Allow","Action":["s3:GetObject"],"Resource":["%s*"]},\
        {"Effect":"Allow","Action":["s3:PutObject","s3:AbortMultipartUpload"],"Resource":["%s*"]}]}\
        """
                .formatted(source, target);
    }

    private static String arn(String partition, Place place) {
        return "arn:" + partition + ":s3:::" + place.bucket() + "/" + place.key();
    }
}
