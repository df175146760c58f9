package dev.sluice.chaos.traffic;

import dev.sluice.capture.source.LogMessages;
import dev.sluice.config.SourceConfig;
import dev.sluice.fold.State;
import dev.sluice.fold.Workload;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only one who writes to the source: bursts of the fold test's workload, with rests in which
/// it notes what the database has and asks for a cut. It rests at every full minute too, when
/// scheduled cuts are due. While the database is away it tries again, and nothing is committed
/// meanwhile.
public final class Traffic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    private static final int BURST = 5;
    private static final Duration BETWEEN_CUTS = Duration.ofSeconds(4);
    private static final Duration BEFORE_MINUTE = Duration.ofMillis(1_500);
    private static final Duration AFTER_MINUTE = Duration.ofMillis(300);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);

    private final SourceConfig source;
    private final RandomGenerator random;
    private final int tenants;
    private final Notes notes = new Notes();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private @Nullable Connection connection;
    private @Nullable Thread thread;
    private volatile boolean ending;
    private volatile long transactions;

    /// Makes the tables, fills them, and notes what they hold.
    ///
    /// @param source with an address that leads past all proxies
    public Traffic(SourceConfig source, RandomGenerator random, int tenants)
            throws SQLException, InterruptedException {
        this.source = source;
        this.random = random;
        this.tenants = tenants;
        Connection first = open();
        connection = first;
        Workload.create(first);
        burst(12);
        rest(Instant.now(), Duration.ZERO, false);
    }

    /// Begins to write.
    public void start() {
        thread = Thread.ofPlatform().name("traffic").start(this::run);
    }

    private void run() {
        try {
            Instant cut = Instant.now();
            while (!ending) {
                Instant now = Instant.now();
                Instant minute = now.plus(BEFORE_MINUTE).truncatedTo(ChronoUnit.MINUTES);
                if (minute.plus(AFTER_MINUTE).isAfter(now)) {
                    rest(now, Duration.between(now, minute.plus(AFTER_MINUTE)), false);
                } else if (now.isAfter(cut.plus(BETWEEN_CUTS))) {
                    rest(now, Duration.ZERO, true);
                    cut = now;
                } else {
                    burst(1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The run cannot go on; whoever asks next is told.
            failure.set(e);
        }
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    /// Does it, however long the database is away.
    private void insist(String what, Work work) throws InterruptedException {
        while (true) {
            try {
                Connection current = connection;
                if (current == null) {
                    current = open();
                    connection = current;
                }
                work.on(current);
                return;
            } catch (SQLException e) {
                LOG.atDebug().setCause(e).addKeyValue("work", what).log("Tried again");
                disconnect();
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private void burst(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            insist(
                    "transactions",
                    current -> {
                        new Workload(random, current).run(BURST);
                        transactions += BURST;
                    });
        }
    }

    /// Notes the state, asks for a cut, and waits: nothing is committed until this returns but the
    /// request.
    private void rest(Instant from, Duration length, boolean cut) throws InterruptedException {
        String request = UUID.randomUUID().toString();
        Map<Integer, State> states = new HashMap<>();
        insist(
                "note",
                current -> {
                    for (int tenant = 1; tenant <= tenants; tenant++) {
                        states.put(tenant, State.of(current, tenant));
                    }
                });
        if (cut) {
            // Twice if the answer is lost: two cuts then have this request, and the same state.
            insist("cut", _ -> new LogMessages(source).requestCut(request));
        }
        if (length.isPositive()) {
            Thread.sleep(length);
        }
        notes.add(new Note(from, Instant.now(), request, states));
    }

    /// Writes no more, notes what there is now, and asks for a cut.
    ///
    /// @return when that was
    public Instant finish() throws InterruptedException {
        ending = true;
        if (thread != null) {
            thread.join();
        }
        check();
        Instant now = Instant.now();
        rest(now, Duration.ZERO, true);
        notes.add(new Note(now, Instant.MAX, "", notes.last().states()));
        return now;
    }

    /// @throws IllegalStateException if the workload could not go on
    public void check() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the workload stopped: " + failed, failed);
        }
    }

    /// What the database had at its rests.
    public Notes notes() {
        return notes;
    }

    /// How many transactions there were, rolled back ones included.
    public long transactions() {
        return transactions;
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(source.jdbcUrl(), source.user(), source.password());
    }

    private void disconnect() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                LOG.atDebug().setCause(e).log("Not closed");
            }
        }
    }

    /// Writes no more.
    @Override
    public void close() {
        ending = true;
        try {
            if (thread != null) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }
}
