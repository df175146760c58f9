package dev.sluice.chaos.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at buckets all the time: an object under `v1` keeps the contents it had when it was first
/// seen, and manifests appear in the order of their cuts. The S3 server makes a new file each time
/// that an object is written, so one that is written again is seen to be; only one that is written
/// twice between two looks, with the first contents at the end, would not be.
public final class BucketWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BucketWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private record Seen(Object file, long modified, String sha256) {}

    private final List<Path> buckets;
    private final Findings findings;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Map<Path, String> newestPush = new HashMap<>();
    private final Thread thread;
    private long rewritten;
    private volatile boolean closing;

    /// Begins to look.
    public BucketWatch(List<Path> buckets, Findings findings) {
        this.buckets = List.copyOf(buckets);
        this.findings = findings;
        this.thread = Thread.ofPlatform().name("bucket-watch").start(this::run);
    }

    private void run() {
        try {
            while (!closing) {
                buckets.forEach(this::look);
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Path bucket) {
        Path root = bucket.resolve("v1");
        if (!Files.isDirectory(root)) {
            return;
        }
        Map<Path, Long> arrived = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            // While an object is being written, its file has another name.
            files.filter(file -> file.endsWith("manifest.json") || file.toString().endsWith(".gz"))
                    .forEach(file -> lookAt(bucket, file, arrived));
        } catch (IOException | UncheckedIOException e) {
            // Files are renamed and folders come while it walks.
            LOG.debug("Looked at again", e);
        }
        arrived.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(manifest -> arrive(bucket, manifest.getKey()));
    }

    private void lookAt(Path bucket, Path file, Map<Path, Long> arrived) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = Objects.requireNonNull(now.fileKey(), "a file system without inodes");
            Seen before = seen.get(file);
            long modified = now.lastModifiedTime().toMillis();
            if (before != null && before.file().equals(key) && before.modified() == modified) {
                return;
            }
            String sha256 = Sha256.of(file);
            seen.put(file, new Seen(key, modified, sha256));
            if (before == null) {
                if (file.endsWith("manifest.json")) {
                    arrived.put(file, modified);
                }
                return;
            }
            rewritten++;
            findings.require(
                    before.sha256().equals(sha256),
                    "%s was written with other contents than before",
                    name(bucket, file));
        } catch (NoSuchFileException e) {
            LOG.debug("Gone meanwhile", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Pushes have an order: by cut, the incremental one of a cut before the full one.
    private void arrive(Path bucket, Path manifest) {
        Path push = bucket.resolve("v1").relativize(manifest);
        String order = push.getName(2) + "/" + push.getName(3) + (isFull(push) ? " 2" : " 1");
        String newest = newestPush.getOrDefault(bucket, "");
        findings.require(
                order.compareTo(newest) > 0,
                "%s was delivered after %s",
                name(bucket, manifest),
                newest);
        newestPush.put(bucket, order);
    }

    private static String name(Path bucket, Path file) {
        return bucket.getFileName() + "/" + bucket.relativize(file);
    }

    private static boolean isFull(Path push) {
        return push.getName(0).toString().equals("full");
    }

    /// How many times an object was seen to be written again, with whatever contents.
    public long rewritten() {
        return rewritten;
    }

    /// Looks a last time, and no more.
    public void finish() throws InterruptedException {
        closing = true;
        thread.join();
        buckets.forEach(this::look);
    }

    /// Looks no more.
    @Override
    public void close() {
        thread.interrupt();
    }
}
