package dev.sluice.chaos;

import dev.sluice.app.ledger.Ledger;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.chaos.check.BucketCheck;
import dev.sluice.chaos.check.BucketWatch;
import dev.sluice.chaos.check.ChangesCheck;
import dev.sluice.chaos.check.Findings;
import dev.sluice.chaos.check.LedgerCheck;
import dev.sluice.chaos.check.WriterCheck;
import dev.sluice.chaos.fault.Disturber;
import dev.sluice.chaos.fault.Fault;
import dev.sluice.chaos.fault.FaultKind;
import dev.sluice.chaos.fault.FaultSchedule;
import dev.sluice.chaos.part.Installation;
import dev.sluice.chaos.part.Scratch;
import dev.sluice.chaos.traffic.Traffic;
import dev.sluice.config.KafkaConfig;
import dev.sluice.config.SourceConfig;
import dev.sluice.cut.Cut;
import dev.sluice.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run: everything starts, works under faults, comes to rest, and is looked at. Every wait has
/// a limit, so it always ends by itself.
final class ChaosRun {

    private static final Logger LOG = LoggerFactory.getLogger(ChaosRun.class);
    private static final Duration FIRST_PUSH_LIMIT = Duration.ofMinutes(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    private final RunSettings settings;
    private final Findings findings = new Findings();
    private final Map<String, Long> figures = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Instant began = Instant.now();

    ChaosRun(RunSettings settings) {
        this.settings = settings;
    }

    /// Runs it.
    Report run() throws IOException, InterruptedException, SQLException {
        // Each has a generator of its own: what one draws does not depend on how far another is.
        RandomGenerator random = new Random(settings.seed());
        RandomGenerator faults = new Random(random.nextLong());
        RandomGenerator workload = new Random(random.nextLong());
        try (Installation installation =
                        new Installation(settings.directory(), new Random(random.nextLong()));
                BucketWatch watch = new BucketWatch(buckets(installation), findings);
                Traffic traffic =
                        new Traffic(direct(installation), workload, Installation.TENANTS);
                Disturber disturber =
                        new Disturber(installation, settings.seed(), draw(faults, installation))) {
            LOG.atInfo().log("Waiting for the first full pushes");
            try {
                await(
                        "a first full push for every tenant",
                        FIRST_PUSH_LIMIT,
                        traffic,
                        disturber,
                        () -> everyTenantHas(installation, ""));
                traffic.start();
                Instant end = Instant.now().plus(settings.length());
                await(
                        "the end of the faults",
                        settings.length().multipliedBy(2),
                        traffic,
                        disturber,
                        () -> Instant.now().isAfter(end));
                disturber.calm();
                Instant last = traffic.finish();
                String full = pathOf(last.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60));
                LOG.atInfo().addKeyValue("full", full).log("Waiting for the last full pushes");
                await(
                        "the last full push, " + full + ", for every tenant",
                        settings.settling(),
                        traffic,
                        disturber,
                        () -> everyTenantHas(installation, full) && isDelivered(installation));
            } catch (NotInTimeException e) {
                findings.add("%s", e.getMessage());
            }
            disturber.calm();
            watch.finish();
            check(installation, traffic);
            figures.put("objects written again", watch.rewritten());
            figures.put("transactions", traffic.transactions());
            return report(disturber);
        }
    }

    private List<Fault> draw(RandomGenerator random, Installation installation) {
        List<String> disks = installation.disks().stream().map(Scratch::part).toList();
        if (disks.isEmpty() && settings.kinds().contains(FaultKind.DISK_FULL)) {
            notes.add("no disk was filled: only root may mount a small one");
        }
        return new FaultSchedule(random, settings.kinds(), disks)
                .draw(settings.length().plus(FIRST_PUSH_LIMIT));
    }

    private void check(Installation installation, Traffic traffic) throws IOException {
        KafkaConfig kafka = installation.configuration().kafka();
        Topics topics = kafka.topics();
        figures.put(
                "batches of capture",
                new WriterCheck(installation.brokerLogs(), findings)
                        .run(List.of(topics.changes(), topics.offsets())));
        ChangesCheck changes = new ChangesCheck(kafka, findings);
        LedgerCheck ledger = new LedgerCheck(kafka, findings);
        try {
            Map<Cut, Set<String>> cuts = changes.run();
            ledger.read();
            figures.put("changes", changes.changes());
            figures.put("cuts", (long) cuts.size());
            for (int tenant = 1; tenant <= Installation.TENANTS && !cuts.isEmpty(); tenant++) {
                BucketCheck bucket =
                        new BucketCheck(
                                tenant, installation.bucket(tenant), traffic.notes(), findings);
                BucketCheck.Result result = bucket.run(cuts);
                ledger.compare(tenant, result.manifests());
                figures.merge("pushes", result.pushes(), Long::sum);
                figures.merge("rows pushed", result.rows(), Long::sum);
                figures.merge("states compared", result.compared(), Long::sum);
            }
        } catch (CommandFailedException e) {
            findings.add("the topics cannot be read: %s", e.getMessage());
        }
    }

    private Report report(Disturber disturber) {
        return new Report(
                settings.seed(),
                disturber.done(),
                disturber.endedByThemselves(),
                notes,
                figures,
                findings.all(),
                Duration.between(began, Instant.now()));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static final class NotInTimeException extends RuntimeException {
        NotInTimeException(String message) {
            super(message);
        }
    }

    private static void await(
            String what, Duration limit, Traffic traffic, Disturber disturber, Condition condition)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (!condition.holds()) {
            traffic.check();
            disturber.check();
            if (Instant.now().isAfter(end)) {
                throw new NotInTimeException(
                        "%s: not within %d s".formatted(what, limit.toSeconds()));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private static boolean everyTenantHas(Installation installation, String path)
            throws IOException {
        for (Path bucket : buckets(installation)) {
            Path manifests = bucket.resolve("v1/full/_manifest").resolve(path);
            if (!Files.isDirectory(manifests)) {
                return false;
            }
            try (Stream<Path> files = Files.walk(manifests)) {
                if (files.noneMatch(file -> file.endsWith("manifest.json"))) {
                    return false;
                }
            } catch (UncheckedIOException comingAndGoing) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDelivered(Installation installation) {
        try (Ledger ledger = Ledger.open(installation.configuration().kafka())) {
            return ledger.entries().stream().allMatch(Ledger.Entry::isDelivered);
        }
    }

    private static List<Path> buckets(Installation installation) {
        return IntStream.rangeClosed(1, Installation.TENANTS)
                .mapToObj(installation::bucket)
                .toList();
    }

    private static String pathOf(Instant cut) {
        return new Cut(cut.getEpochSecond()).toString().replace('T', '/').replace("Z", "");
    }

    /// The source as it is reached without a proxy.
    private static SourceConfig direct(Installation installation) {
        SourceConfig source = installation.configuration().source();
        return new SourceConfig(
                source.type(),
                source.host(),
                installation.database().source().port(),
                source.database(),
                source.user(),
                source.password(),
                source.slot(),
                source.heartbeat());
    }
}
