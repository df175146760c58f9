package dev.sluice.app.tenant;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.config.TenantConfig;
import dev.sluice.publisher.PublisherConfig;
import dev.sluice.publisher.file.PushPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a customer gives the vendor access to: both policies of the product page, filled in for one
/// tenant. The destination is narrowed to the tenant's prefix and the processing bucket to where
/// the tenant's files are staged.
///
/// @param principal who assumes the role
/// @param externalId what the role demands of whoever assumes it; secret but to the customer
/// @param role the customer's role
/// @param bucket the customer's bucket
/// @param region the bucket's region
/// @param prefix begins each key in it; may be empty
/// @param processingBucket the vendor's bucket
/// @param stagingPrefix begins each key of the tenant's there
record Access(
        String principal,
        String externalId,
        RoleArn role,
        String bucket,
        String region,
        String prefix,
        String processingBucket,
        String stagingPrefix) {

    private static final String VERSION = "2012-10-17";

    /// What the configuration says of a tenant.
    ///
    /// @throws CommandFailedException if it says too little
    static Access of(TenantConfig tenant, PublisherConfig config) {
        String role =
                tenant.role()
                        .orElseThrow(() ->
                                new CommandFailedException(
                                        "tenant %s has no role, so it is served with the publisher's own credentials and needs no policy; add role and external_id for the customer's own account"
                                                .formatted(tenant.id())));
        String principal =
                config.principal()
                        .orElseThrow(() ->
                                new CommandFailedException(
                                        "aws.principal is not set, so nobody is known whom the customer's role could trust; write the ARN of the publisher's user or role there, such as arn:aws:iam::444455556666:user/sluice"));
        return new Access(
                principal,
                tenant.externalId().orElseThrow(),
                RoleArn.parse(role),
                tenant.bucket(),
                tenant.region(),
                tenant.prefix(),
                config.processing().bucket(),
                PushPath.stagingPrefix(tenant));
    }

    /// What the role may do.
    Map<String, Object> rolePolicy() {
        return policy(
                List.of(
                        allow("s3:PutObject", object(bucket, prefix)),
                        allow("s3:GetObject", object(processingBucket, stagingPrefix))));
    }

    private String object(String name, String begin) {
        return "arn:%s:s3:::%s/%s*".formatted(role.partition(), name, begin);
    }

    private static Map<String, Object> allow(String action, String resource) {
        return ordered("Effect", "Allow", "Action", List.of(action), "Resource", List.of(resource));
    }

    /// Who may assume the role.
    Map<String, Object> trustPolicy() {
        return policy(
                List.of(
                        ordered(
                                "Effect",
                                "Allow",
                                "Principal",
                                Map.of("AWS", principal),
                                "Condition",
                                Map.of("StringEquals", Map.of("sts:ExternalId", externalId)),
                                "Action",
                                "sts:AssumeRole")));
    }

    private static Map<String, Object> policy(List<Map<String, Object>> statements) {
        return ordered("Version", VERSION, "Statement", statements);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /// Without the external id.
    @Override
    public String toString() {
        return "Access[%s by %s to s3://%s/%s]".formatted(principal, role, bucket, prefix);
    }
}
