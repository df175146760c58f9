package dev.sluice.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The servers that a test or the demo asked for, whatever runs them.
///
/// ```java
/// try (Servers servers = Servers.builder().source().broker().objectStore().start()) {
///     servers.source().connect();
/// }
/// ```
///
/// They start beside one another and are closed in reverse order. Where one does not start, the
/// others are closed before [Builder#start()] throws.
public final class Servers implements AutoCloseable {

    private final @Nullable SourceServer source;
    private final @Nullable BrokerServer broker;
    private final @Nullable ObjectStoreServer objectStore;

    private Servers(
            @Nullable SourceServer source,
            @Nullable BrokerServer broker,
            @Nullable ObjectStoreServer objectStore) {
        this.source = source;
        this.broker = broker;
        this.objectStore = objectStore;
    }

    public static Builder builder() {
        return new Builder();
    }

    public SourceServer source() {
        return asked(source, "source");
    }

    public BrokerServer broker() {
        return asked(broker, "broker");
    }

    public ObjectStoreServer objectStore() {
        return asked(objectStore, "object store");
    }

    private static <T> T asked(@Nullable T server, String name) {
        if (server == null) {
            throw new IllegalStateException("the builder was not asked for a " + name);
        }
        return server;
    }

    @Override
    public void close() {
        List<Server> inReverse = new ArrayList<>();
        addIfThere(inReverse, objectStore);
        addIfThere(inReverse, broker);
        addIfThere(inReverse, source);
        closeAll(inReverse);
    }

    private static void addIfThere(List<Server> servers, @Nullable Server server) {
        if (server != null) {
            servers.add(server);
        }
    }

    private static void closeAll(List<Server> servers) {
        RuntimeException first = null;
        for (Server server : servers) {
            try {
                server.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /// Which servers to start, and how.
    public static final class Builder {

        private @Nullable ServerKind kind;
        private boolean source;
        private boolean broker;
        private boolean objectStore;
        private @Nullable Path objects;

        private Builder() {}

        /// Default [ServerKind#choose()].
        public Builder kind(ServerKind wanted) {
            kind = wanted;
            return this;
        }

        public Builder source() {
            source = true;
            return this;
        }

        public Builder broker() {
            broker = true;
            return this;
        }

        public Builder objectStore() {
            objectStore = true;
            return this;
        }

        /// With each bucket as a folder in `directory` and each object as a plain file. Embedded
        /// whatever the kind of the others is: a container does not keep objects like that.
        public Builder objectStore(Path directory) {
            objects = directory;
            return objectStore();
        }

        /// Returns when all of them can be used.
        public Servers start() {
            ServerFactory factory = factory(kind == null ? ServerKind.choose() : kind);
            Path folder = objects;
            CompletableFuture<@Nullable SourceServer> sources = begin(source, factory::source);
            CompletableFuture<@Nullable BrokerServer> brokers = begin(broker, factory::broker);
            CompletableFuture<@Nullable ObjectStoreServer> stores =
                    begin(
                            objectStore,
                            folder == null
                                    ? factory::objectStore
                                    : () ->
                                            EmbeddedObjectStore.builder()
                                                    .directory(folder)
                                                    .start());
            try {
                CompletableFuture.allOf(sources, brokers, stores).join();
            } catch (CompletionException e) {
                closeAll(started(stores, brokers, sources));
                throw new ServerException("not all servers started", e.getCause());
            }
            return new Servers(sources.join(), brokers.join(), stores.join());
        }

        private static ServerFactory factory(ServerKind kind) {
            return switch (kind) {
                case EMBEDDED -> new EmbeddedServers();
                case CONTAINERS -> new ContainerServers();
            };
        }

        private static <T> CompletableFuture<@Nullable T> begin(boolean wanted, Supplier<T> start) {
            Executor ownThread = task -> Thread.ofPlatform().name("server-start").start(task);
            return wanted
                    ? CompletableFuture.supplyAsync(start::get, ownThread)
                    : CompletableFuture.completedFuture(null);
        }

        private static List<Server> started(CompletableFuture<?>... starts) {
            List<Server> running = new ArrayList<>();
            for (CompletableFuture<?> start : starts) {
                if (!start.isCompletedExceptionally() && start.join() instanceof Server server) {
                    running.add(server);
                }
            }
            return running;
        }
    }
}
