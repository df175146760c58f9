package dev.sluice.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// PostgreSQL as a child process of this JVM, from binaries that Maven brings. Its own log is
/// `server.log` in its directory.
public final class EmbeddedSource implements SourceServer {

    private static final String SUPERUSER = "postgres";
    private static final String LOG = "server.log";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final ServerDirectory directory;
    private final Map<String, String> settings;
    private final int port;
    private final String database;
    private @Nullable EmbeddedPostgres running;
    private boolean closed;

    private EmbeddedSource(Builder builder) {
        directory = ServerDirectory.open(builder.directory, "source");
        settings = Map.copyOf(builder.settings);
        port = builder.port == 0 ? FreePort.find() : builder.port;
        database = builder.database;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String host() {
        return FreePort.HOST;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public String user() {
        return SUPERUSER;
    }

    /// Any password does: the server trusts every local client.
    @Override
    public String password() {
        return SUPERUSER;
    }

    @Override
    public synchronized void start() {
        if (closed) {
            throw new ServerException("the source on port " + port + " is closed for good");
        }
        if (running != null) {
            return;
        }
        try {
            running = launch();
            FirstConnection.createDatabase(this, data());
        } catch (IOException | SQLException | RuntimeException e) {
            ServerException failure =
                    new ServerException(
                            "PostgreSQL did not start on port "
                                    + port
                                    + "; its log ends: "
                                    + endOfLog(),
                            e);
            stop();
            throw failure;
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        Redirect log = Redirect.appendTo(directory.path().resolve(LOG).toFile());
        EmbeddedPostgres.Builder postgres =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data())
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setPort(port)
                        .setPGStartupWait(START_LIMIT)
                        .setOutputRedirector(log)
                        .setErrorRedirector(log)
                        .setLocaleConfig("locale-provider", "builtin")
                        .setLocaleConfig("builtin-locale", "C.UTF-8")
                        .setLocaleConfig("locale", "C");
        settings.forEach(postgres::setServerConfig);
        return postgres.start();
    }

    /// Asks for a fast shutdown; a replication client that confirms nothing can hold that up, so
    /// after five seconds it is an immediate one, from which the next start recovers.
    @Override
    public synchronized void stop() {
        if (running == null) {
            return;
        }
        Optional<Postmaster> postmaster = Postmaster.in(data());
        try {
            running.close();
        } catch (IOException e) {
            throw new ServerException("PostgreSQL on port " + port + " did not stop", e);
        } finally {
            running = null;
            postmaster.ifPresent(Postmaster::endIfAlive);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop();
        directory.close();
    }

    private Path data() {
        return directory.path().resolve("data");
    }

    private String endOfLog() {
        try {
            var lines = Files.readAllLines(directory.path().resolve(LOG));
            return String.join(
                    System.lineSeparator(),
                    lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException none) {
            return "(no log)";
        }
    }

    /// Settings of a source; each has a default.
    public static final class Builder {

        private final Map<String, String> settings = new HashMap<>(PostgresSettings.COMMON);
        private @Nullable Path directory;
        private int port;
        private String database = PostgresSettings.DATABASE;

        private Builder() {
            settings.put("unix_socket_directories", "");
            settings.put("full_page_writes", "off");
        }

        /// Keeps the data there, and uses what is there already; default a temporary folder.
        public Builder directory(Path path) {
            directory = path;
            return this;
        }

        /// Default a free one.
        public Builder port(int number) {
            port = number;
            return this;
        }

        /// Default `app`.
        public Builder database(String name) {
            database = name;
            return this;
        }

        /// Sets a parameter of `postgresql.conf`; the value must not hold spaces.
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /// Survives a power cut (`fsync`); default off, which survives any kill of the server
        /// alone.
        public Builder durable() {
            return setting("fsync", "on").setting("full_page_writes", "on");
        }

        /// Starts the server and returns when it takes connections.
        public EmbeddedSource start() {
            EmbeddedSource source = new EmbeddedSource(this);
            try {
                source.start();
                return source;
            } catch (ServerException e) {
                source.close();
                throw e;
            }
        }
    }
}
