package dev.sluice.config;

import dev.sluice.tenant.TenantId;
import java.util.Optional;
import java.util.regex.Pattern;

/// One tenant: who it is in the source and where its pushes go.
///
/// @param id its name here
/// @param key the tenant column's value, as text
/// @param account the customer's AWS account, twelve digits: the role's, and the bucket's owner
/// @param bucket the customer's bucket
/// @param prefix before each object's key in the bucket; empty, or ending with `/`
/// @param region the bucket's
/// @param role the customer's role that the publisher assumes to deliver; without one it delivers
///   with its own credentials
/// @param externalId what the role's trust policy demands; secret
public record TenantConfig(
        TenantId id,
        String key,
        String account,
        String bucket,
        String prefix,
        String region,
        Optional<String> role,
        Optional<String> externalId) {

    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/\\S+");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

    public TenantConfig {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key is empty; write the tenant column's value");
        }
        AccountId.check(account);
        Checks.bucket(bucket);
        Checks.prefix(prefix);
        role.ifPresent(arn -> Checks.role(arn, account));
        if (role.isPresent() != externalId.isPresent()) {
            throw new IllegalArgumentException(
                    role.isPresent()
                            ? "role needs external_id, without which anyone could use the role through Sluice; add it"
                            : "external_id has a use only with role; add role, or remove it");
        }
        externalId.ifPresent(Checks::externalId);
    }

    static Setting<TenantConfig> from(Section tenant) {
        var id = tenant.name().map("a tenant's id", TenantId::new);
        var key = tenant.text("key").required();
        var account = tenant.text("account").map("an AWS account", AccountId::check).required();
        var bucket = tenant.text("bucket").map("a bucket's name", Checks::bucket).required();
        var prefix = tenant.anyText("prefix").map("a prefix", Checks::prefix).or("");
        var region = tenant.text("region").required();
        var role = tenant.text("role").optional();
        var externalId = tenant.secret("external_id").map("an external id", Checks::externalId);
        var optionalExternalId = externalId.optional();
        return tenant.build(() ->
                new TenantConfig(
                        id.get(),
                        key.get(),
                        account.get(),
                        bucket.get(),
                        prefix.get(),
                        region.get(),
                        role.get(),
                        optionalExternalId.get()));
    }

    /// Whether an object of one tenant could lie among the other's.
    boolean sharesPlaceWith(TenantConfig other) {
        return bucket.equals(other.bucket)
                && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix));
    }

    /// Without the external id.
    @Override
    public String toString() {
        return "TenantConfig[%s, key=%s, account=%s, s3://%s/%s in %s, role=%s]"
                .formatted(id, key, account, bucket, prefix, region, role.orElse("none"));
    }

    /// The forms that AWS gives its names.
    private static final class Checks {

        static String bucket(String bucket) {
            BucketName.check(bucket);
            return bucket;
        }

        static String prefix(String prefix) {
            check(
                    prefix.isEmpty() || (prefix.endsWith("/") && !prefix.startsWith("/")),
                    "end it with \"/\" and begin it without");
            return prefix;
        }

        static void role(String arn, String account) {
            var form = ROLE.matcher(arn);
            check(
                    form.matches(),
                    "role must be like arn:aws:iam::111122223333:role/name, not \"" + arn + "\"");
            check(
                    form.group(1).equals(account),
                    "role is of account %s and the tenant of account %s; correct one of them"
                            .formatted(form.group(1), account));
        }

        static String externalId(String externalId) {
            check(
                    EXTERNAL_ID.matcher(externalId).matches(),
                    "write 2 to 1224 letters, digits or any of _+=,.@:/-");
            return externalId;
        }

        private static void check(boolean good, String advice) {
            if (!good) {
                throw new IllegalArgumentException(advice);
            }
        }
    }
}
