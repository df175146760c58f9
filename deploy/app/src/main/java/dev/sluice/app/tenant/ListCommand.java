package dev.sluice.app.tenant;

import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.app.shell.TextTable;
import dev.sluice.config.TenantConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sluice tenant list`.
@Command(
        name = "list",
        description = "Shows who receives pushes, and where. External ids are not shown.")
final class ListCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Option(names = "--json", description = "As a JSON array.")
    private boolean json;

    ListCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        Collection<TenantConfig> tenants =
                file.read(surroundings, Configuration.Use.TOPICS).tenants().all();
        if (json) {
            surroundings
                    .out()
                    .println(PrettyJson.text(tenants.stream().map(ListCommand::object).toList()));
            surroundings.out().flush();
            return 0;
        }
        TextTable table =
                new TextTable("TENANT", "KEY", "ACCOUNT", "DESTINATION", "REGION", "ROLE");
        tenants.forEach(tenant ->
                table.row(
                        tenant.id().value(),
                        tenant.key(),
                        tenant.account(),
                        "s3://" + tenant.bucket() + "/" + tenant.prefix(),
                        tenant.region(),
                        tenant.role().orElse("-")));
        table.print(surroundings.out());
        return 0;
    }

    private static Map<String, Object> object(TenantConfig tenant) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", tenant.id().value());
        object.put("key", tenant.key());
        object.put("account", tenant.account());
        object.put("bucket", tenant.bucket());
        object.put("prefix", tenant.prefix());
        object.put("region", tenant.region());
        tenant.role().ifPresent(role -> object.put("role", role));
        return object;
    }
}
