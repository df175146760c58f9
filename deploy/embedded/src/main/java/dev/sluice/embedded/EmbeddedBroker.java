package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Kafka broker and its controller (KRaft) inside this JVM.
public final class EmbeddedBroker implements BrokerServer {

    private final ServerDirectory directory;
    private final Map<String, String> overrides;
    private final int advertised;
    private int port;
    private @Nullable KafkaNode running;
    private boolean closed;

    private EmbeddedBroker(Builder builder) {
        directory = ServerDirectory.open(builder.directory, "broker");
        overrides = Map.copyOf(builder.settings);
        advertised = builder.advertised;
        port = builder.port;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public synchronized String bootstrapServers() {
        return FreePort.HOST + ":" + port;
    }

    @Override
    public synchronized void start() {
        if (closed) {
            throw new ServerException("the broker on port " + port + " is closed for good");
        }
        if (running != null) {
            return;
        }
        try {
            running = KafkaNode.start(directory.path(), port, advertised, overrides);
            port = running.port();
        } catch (IOException | RuntimeException e) {
            throw new ServerException("Kafka did not start in " + directory.path(), e);
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.stop();
            running = null;
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

    /// Settings of a broker; each has a default.
    public static final class Builder {

        private final Map<String, String> settings = new HashMap<>();
        private @Nullable Path directory;
        private int port;
        private int advertised;

        private Builder() {}

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

        /// Tells clients another port than the one it listens on, as of a proxy; the broker's own
        /// requests to itself do not take it.
        public Builder advertisedPort(int number) {
            advertised = number;
            return this;
        }

        /// Sets a property of the broker (`server.properties`).
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /// Starts the broker and returns when it takes requests.
        public EmbeddedBroker start() {
            EmbeddedBroker broker = new EmbeddedBroker(this);
            try {
                broker.start();
                return broker;
            } catch (ServerException e) {
                broker.close();
                throw e;
            }
        }
    }
}
