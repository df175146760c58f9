package dev.sluice.app.tenant;

import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.config.TenantConfig;
import dev.sluice.config.TenantsConfig;
import dev.sluice.publisher.ProcessingConfig;
import dev.sluice.tenant.TenantId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice tenant add`.
@Command(
        name = "add",
        description = {
            "Makes a tenant with an external id that nobody can guess, checks it against the others,",
            "and prints it as the configuration has it."
        },
        footer = {
            "",
            "Example:",
            "  sluice tenant add acme --key 1 --account 111122223333 \\",
            "    --bucket acme-warehouse --region us-east-1 >> tenants.yaml"
        })
final class AddCommand implements Callable<Integer> {

    /// What the customer's templates call the role.
    private static final String USUAL_ROLE = "sluice-export";

    private final Surroundings surroundings;
    private final ConfigFile file;
    private final String externalId = new ExternalIds(new SecureRandom()).next();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "What the tenant is called here.")
    private String id = "";

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "The tenant column's value.")
    private String key = "";

    @Option(
            names = "--account",
            required = true,
            paramLabel = "ACCOUNT",
            description = "The customer's AWS account, twelve digits.")
    private String account = "";

    @Option(
            names = "--bucket",
            required = true,
            paramLabel = "BUCKET",
            description = "The customer's bucket.")
    private String bucket = "";

    @Option(
            names = "--region",
            required = true,
            paramLabel = "REGION",
            description = "The bucket's region.")
    private String region = "";

    @Option(
            names = "--role",
            paramLabel = "ARN",
            description = "The customer's role (default: sluice-export of the account).")
    private @Nullable String role;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Begins the key of each object, ending with / (default: none).")
    private String prefix = "";

    AddCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        Configuration configuration = file.read(surroundings, Configuration.Use.DELIVERY);
        try {
            check(configuration);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "tenant %s: %s".formatted(id, e.getMessage()), e);
        }
        surroundings.out().print(TenantBlock.yaml(id, settings()));
        surroundings.out().flush();
        surroundings
                .err()
                .println(
                        "Add it under tenants, or to the file that tenants_file names; then: sluice tenant policy "
                                + id);
        surroundings.err().flush();
        return 0;
    }

    /// @throws IllegalArgumentException if the tenant is not one, or does not go with the others
    private void check(Configuration configuration) {
        TenantConfig tenant =
                new TenantConfig(
                        new TenantId(id),
                        key,
                        account,
                        bucket,
                        prefix,
                        region,
                        Optional.of(role()),
                        Optional.of(externalId));
        List<TenantConfig> all = new ArrayList<>(configuration.tenants().all());
        ProcessingConfig processing = configuration.publisher().processing();
        if (bucket.equals(processing.bucket())) {
            throw new IllegalArgumentException(
                    "the bucket is the processing bucket; give the customer's own");
        }
        for (TenantConfig other : all) {
            if (other.id().equals(tenant.id())) {
                throw new IllegalArgumentException("there is one already; choose another id");
            }
            if (other.account().equals(account) && !processing.sharedAccounts().contains(account)) {
                throw new IllegalArgumentException(
                        "account %s is tenant %s's too; correct it, or list it in processing.shared_accounts"
                                .formatted(account, other.id()));
            }
        }
        all.add(tenant);
        var _ = new TenantsConfig(all);
    }

    private String role() {
        return role == null ? "arn:aws:iam::" + account + ":role/" + USUAL_ROLE : role;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("key", key);
        settings.put("account", account);
        settings.put("bucket", bucket);
        settings.put("prefix", prefix);
        settings.put("region", region);
        settings.put("role", role());
        settings.put("external_id", externalId);
        return settings;
    }
}
