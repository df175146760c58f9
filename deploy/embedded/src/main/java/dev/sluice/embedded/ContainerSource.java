package dev.sluice.embedded;

import java.util.ArrayList;
import java.util.List;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// PostgreSQL in a container, configured as [EmbeddedSource] is.
final class ContainerSource implements SourceServer {

    private static final String IMAGE = "postgres:18";
    private static final String SUPERUSER = "postgres";

    private final PostgreSQLContainer container;
    private final int port;
    private final ContainerRun run;

    private ContainerSource(PostgreSQLContainer container, int port) {
        this.container = container;
        this.port = port;
        this.run = ContainerRun.start(container, () -> probe());
    }

    static ContainerSource start(int port) {
        List<String> command = new ArrayList<>(List.of("postgres", "-c", "fsync=off"));
        PostgresSettings.COMMON.forEach(
                (name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        PostgreSQLContainer container =
                new PostgreSQLContainer(IMAGE)
                        .withDatabaseName(PostgresSettings.DATABASE)
                        .withUsername(SUPERUSER)
                        .withPassword(SUPERUSER)
                        .withEnv(
                                "POSTGRES_INITDB_ARGS",
                                "--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C")
                        .withCommand(command.toArray(String[]::new));
        container.setPortBindings(List.of(port + ":" + PostgreSQLContainer.POSTGRESQL_PORT));
        return new ContainerSource(container, port);
    }

    private boolean probe() throws Exception {
        try (var connection = connect()) {
            return connection.isValid(1);
        }
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String database() {
        return PostgresSettings.DATABASE;
    }

    @Override
    public String user() {
        return SUPERUSER;
    }

    @Override
    public String password() {
        return SUPERUSER;
    }

    @Override
    public void stop() {
        run.stop();
    }

    @Override
    public void start() {
        run.start();
    }

    @Override
    public void close() {
        run.close();
    }
}
