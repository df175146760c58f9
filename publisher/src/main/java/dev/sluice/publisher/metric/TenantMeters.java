package dev.sluice.publisher.metric;

import dev.sluice.config.TenantConfig;
import dev.sluice.cut.Cut;
import dev.sluice.cut.CutSchedule;
import dev.sluice.key.PushKey;
import dev.sluice.publisher.ledger.FailureReason;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.TenantStanding;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The meters of one tenant, from the moment that this publisher takes it up until it gives it up.
/// All series are there from the beginning, so that the first failure is an increase too.
/// Thread-safe.
final class TenantMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final Clock clock;
    private final CutSchedule schedule;
    private final String tenant;
    private final String key;
    private final Instant taken;
    private final List<Meter> gauges = new ArrayList<>();
    private final TreeMap<PushKey, PushState> pending = new TreeMap<>(TenantMeters::order);
    private Cut delivered;

    TenantMeters(
            MeterRegistry registry,
            Clock clock,
            CutSchedule schedule,
            TenantConfig tenant,
            TenantStanding standing) {
        this.registry = registry;
        this.clock = clock;
        this.schedule = schedule;
        this.tenant = tenant.id().value();
        this.key = tenant.key();
        this.taken = clock.instant();
        this.delivered = standing.delivered();
        for (LedgerEntry entry : standing.pending()) {
            pending.put(entry.key(), entry.push().getState());
        }
        gauge(PublisherMetric.TENANT_LAG, () -> seconds(lag()));
        gauge(PublisherMetric.TENANT_OVERDUE, () -> seconds(overdue()));
        for (PushState state : List.of(PushState.STAGED, PushState.WAITING)) {
            gauge(PublisherMetric.TENANT_PENDING_PUSHES, () -> count(state), "state", lower(state));
        }
        for (PushType type : PushType.values()) {
            for (Outcome outcome : Outcome.values()) {
                counter(type, outcome);
            }
        }
        for (FailureReason reason : FailureReason.values()) {
            failures(reason);
        }
    }

    private enum Outcome {
        STAGED,
        DELIVERED,
        FAILED
    }

    void staged(Push push) {
        counter(push.getType(), Outcome.STAGED).increment();
        enter(push);
    }

    void delivered(Push push) {
        counter(push.getType(), Outcome.DELIVERED).increment();
        enter(push);
    }

    void waiting(Push push, FailureReason reason) {
        counter(push.getType(), Outcome.FAILED).increment();
        failures(reason).increment();
        enter(push);
    }

    private synchronized void enter(Push push) {
        Cut cut = new Cut(push.getCut());
        PushKey pushKey = new PushKey(key, push.getType(), cut);
        if (push.getState() == PushState.DELIVERED) {
            pending.remove(pushKey);
            delivered = delivered.compareTo(cut) >= 0 ? delivered : cut;
        } else {
            pending.put(pushKey, push.getState());
        }
    }

    private synchronized Duration lag() {
        return Duration.between(since(), clock.instant());
    }

    /// What a tenant's data is as of; for one that has none, since when it waits.
    private Instant since() {
        if (delivered.exists()) {
            return delivered.instant();
        }
        return pending.isEmpty() ? taken : pending.firstKey().cut().instant();
    }

    private synchronized Duration overdue() {
        Instant due = delivered.exists() ? schedule.after(delivered.instant()).instant() : since();
        Duration late = Duration.between(due, clock.instant());
        return late.isNegative() ? Duration.ZERO : late;
    }

    private synchronized int count(PushState state) {
        return (int) pending.values().stream().filter(state::equals).count();
    }

    private void gauge(PublisherMetric metric, Supplier<Number> value, String... tags) {
        gauges.add(
                Gauge.builder(metric.exposedName(), value)
                        .description(metric.meaning())
                        .tag("tenant", tenant)
                        .tags(tags)
                        .register(registry));
    }

    private Counter counter(PushType type, Outcome outcome) {
        return Counter.builder(PublisherMetric.PUSHES.exposedName())
                .description(PublisherMetric.PUSHES.meaning())
                .tags("tenant", tenant, "type", PushKey.text(type), "outcome", lower(outcome))
                .register(registry);
    }

    private Counter failures(FailureReason reason) {
        return Counter.builder(PublisherMetric.DELIVERY_FAILURES.exposedName())
                .description(PublisherMetric.DELIVERY_FAILURES.meaning())
                .tags("tenant", tenant, "reason", reason.text())
                .register(registry);
    }

    private static int order(PushKey a, PushKey b) {
        int cuts = a.cut().compareTo(b.cut());
        return cuts != 0 ? cuts : b.type().compareTo(a.type());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }

    /// Ends the gauges: another publisher has them now. Counts stay, since they are of what this
    /// process did.
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
