package dev.sluice.publisher.metric;

import dev.sluice.config.TenantConfig;
import dev.sluice.cut.CutSchedule;
import dev.sluice.key.PushKey;
import dev.sluice.publisher.ledger.FailureReason;
import dev.sluice.publisher.ledger.PushListener;
import dev.sluice.publisher.ledger.TenantStanding;
import dev.sluice.record.Push;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Turns what becomes of pushes into [PublisherMetric]s. Thread-safe.
public final class PublisherMeters implements PushListener {

    private static final double[] SIZES = {1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};
    private static final Duration[] WAITS = {
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(4),
        Duration.ofHours(12),
        Duration.ofDays(1)
    };
    private static final Duration[] REBUILDS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1)
    };

    private final MeterRegistry registry;
    private final Clock clock;
    private final CutSchedule schedule;
    private final Counter stagingRetries;
    private final Timer rebuilds;
    private final ConcurrentMap<String, TenantMeters> tenants = new ConcurrentHashMap<>();

    /// @param registry takes the meters
    /// @param clock tells how far tenants are behind
    /// @param schedule tells what is overdue
    public PublisherMeters(MeterRegistry registry, Clock clock, CutSchedule schedule) {
        this.registry = registry;
        this.clock = clock;
        this.schedule = schedule;
        this.stagingRetries =
                Counter.builder(PublisherMetric.STAGING_RETRIES.exposedName())
                        .description(PublisherMetric.STAGING_RETRIES.meaning())
                        .register(registry);
        this.rebuilds =
                Timer.builder(PublisherMetric.REBUILD_DURATION.exposedName())
                        .description(PublisherMetric.REBUILD_DURATION.meaning())
                        .serviceLevelObjectives(REBUILDS)
                        .register(registry);
    }

    @Override
    public void taken(TenantConfig tenant, TenantStanding standing) {
        String id = tenant.id().value();
        released(tenant);
        tenants.put(id, new TenantMeters(registry, clock, schedule, tenant, standing));
    }

    @Override
    public void released(TenantConfig tenant) {
        TenantMeters meters = tenants.remove(tenant.id().value());
        if (meters != null) {
            meters.close();
        }
    }

    @Override
    public void staged(TenantConfig tenant, Push push) {
        TenantMeters meters = tenants.get(tenant.id().value());
        if (meters != null) {
            meters.staged(push);
        }
    }

    @Override
    public void delivered(TenantConfig tenant, Push push) {
        TenantMeters meters = tenants.get(tenant.id().value());
        if (meters != null) {
            meters.delivered(push);
        }
        String type = PushKey.text(push.getType());
        summary(PublisherMetric.PUSH_ROWS, type)
                .record(
                        push.getFiles().stream()
                                .mapToLong(file -> file.getRows() + file.getDeletions())
                                .sum());
        summary(PublisherMetric.PUSH_BYTES, type)
                .record(push.getFiles().stream().mapToLong(file -> file.getBytes()).sum());
        Instant at = Instant.EPOCH.plus(push.getDeliveredAt(), ChronoUnit.MICROS);
        Timer.builder(PublisherMetric.PUSH_DURATION.exposedName())
                .description(PublisherMetric.PUSH_DURATION.meaning())
                .tag("type", type)
                .serviceLevelObjectives(WAITS)
                .register(registry)
                .record(Duration.between(Instant.ofEpochSecond(push.getCut()), at));
    }

    private DistributionSummary summary(PublisherMetric metric, String type) {
        return DistributionSummary.builder(metric.exposedName())
                .description(metric.meaning())
                .tag("type", type)
                .serviceLevelObjectives(SIZES)
                .register(registry);
    }

    @Override
    public void waiting(TenantConfig tenant, Push push, FailureReason reason) {
        TenantMeters meters = tenants.get(tenant.id().value());
        if (meters != null) {
            meters.waiting(push, reason);
        }
    }

    @Override
    public void stagingFailed() {
        stagingRetries.increment();
    }

    @Override
    public void rebuilt(Duration took) {
        rebuilds.record(took);
    }
}
