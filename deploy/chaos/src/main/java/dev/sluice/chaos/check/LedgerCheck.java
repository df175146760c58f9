package dev.sluice.chaos.check;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.config.KafkaConfig;
import dev.sluice.key.PushKey;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.wire.Records;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads the ledger, every entry ever written: each tenant's pushes were delivered one after
/// another in the order of their cuts, and at the end it says what is in the bucket.
public final class LedgerCheck {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final KafkaConfig kafka;
    private final Findings findings;
    private final Records records = new Records();
    private final Map<String, Push> newest = new TreeMap<>();
    private final Map<String, String> lastDelivered = new HashMap<>();
    private final Set<String> delivered = new HashSet<>();

    /// A check that has not read.
    public LedgerCheck(KafkaConfig kafka, Findings findings) {
        this.kafka = kafka;
        this.findings = findings;
    }

    /// Reads it all.
    public void read() {
        try (TopicReader reader = TopicReader.fromBeginning(kafka, kafka.topics().pushes())) {
            while (!reader.hasCaughtUp()) {
                reader.poll(SHORT).forEach(this::entry);
            }
        }
    }

    private void entry(ConsumerRecord<byte[], byte[]> record) {
        PushKey key = PushKey.parse(record.key());
        if (key.isRequest()) {
            // What somebody asked for, or its end; the push that it gave has an entry of its own.
            return;
        }
        if (!(records.decode(record.value()) instanceof Push push)) {
            findings.add("%s is no push in the ledger", key);
            return;
        }
        Push before = newest.put(key.toString(), push);
        findings.require(
                before == null || before.getFiles().equals(push.getFiles()),
                "the ledger says of %s that it has other files than before",
                key);
        if (push.getState() == PushState.DELIVERED && delivered.add(key.toString())) {
            String order = key.cut() + " " + (PushKey.text(key.type()).equals("full") ? 2 : 1);
            String last = lastDelivered.getOrDefault(key.tenant(), "");
            findings.require(
                    order.compareTo(last) > 0, "%s was entered as delivered after %s", key, last);
            lastDelivered.put(key.tenant(), order);
        }
    }

    /// Compares it with a tenant's bucket.
    ///
    /// @param manifests for each push, as `type/cut`, its manifest's SHA-256
    public void compare(int tenant, Map<String, String> manifests) {
        String prefix = tenant + "/";
        newest.forEach((key, push) -> {
            if (!key.startsWith(prefix)) {
                return;
            }
            String name = key.substring(prefix.length());
            findings.require(
                    push.getState() == PushState.DELIVERED,
                    "the ledger says %s of %s (%s)",
                    push.getState(),
                    key,
                    push.getReason());
            findings.require(
                    push.getManifestSha256().equals(manifests.get(name)),
                    "the ledger has another manifest of %s than the bucket, or the bucket has none",
                    key);
        });
        manifests.keySet().stream()
                .filter(name -> !newest.containsKey(prefix + name))
                .forEach(name -> findings.add("the ledger has no %s%s", prefix, name));
    }
}
