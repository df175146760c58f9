package dev.sluice.publisher.partition;

import dev.sluice.config.TablesConfig;
import dev.sluice.config.TenantConfig;
import dev.sluice.cut.CutSchedule;
import dev.sluice.publisher.definitions.Definitions;
import dev.sluice.publisher.delivery.Deliveries;
import dev.sluice.publisher.delivery.Destination;
import dev.sluice.publisher.delivery.Staging;
import dev.sluice.publisher.full.FullRebuild;
import dev.sluice.publisher.full.Horizon;
import dev.sluice.publisher.kafka.Clients;
import dev.sluice.publisher.ledger.PushListener;
import dev.sluice.publisher.scratch.Scratch;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// What the work on all partitions shares.
///
/// @param clients Kafka
/// @param definitions of the tables
/// @param tables which are published
/// @param schedule which cuts give full pushes
/// @param tenants those of a partition
/// @param destinations where a tenant's pushes go
/// @param full rebuilds full files
/// @param horizon how far back they can be made
/// @param rebuilds how many partitions may rebuild at the same time
/// @param staging writes to the processing bucket
/// @param deliveries brings pushes to the tenants
/// @param scratch for files on their way
/// @param clock tells when a push was staged
/// @param listener is told what becomes of pushes
public record Workshop(
        Clients clients,
        Definitions definitions,
        TablesConfig tables,
        CutSchedule schedule,
        Function<Integer, List<TenantConfig>> tenants,
        Function<TenantConfig, Destination> destinations,
        FullRebuild full,
        Horizon horizon,
        Semaphore rebuilds,
        Staging staging,
        Deliveries deliveries,
        Scratch scratch,
        Clock clock,
        PushListener listener) {}
