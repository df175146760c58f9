package dev.sluice.chaos.fault;

import dev.sluice.chaos.part.Installation;
import dev.sluice.chaos.part.Part;
import dev.sluice.chaos.part.Scratch;
import dev.sluice.embedded.fault.FaultPlan;
import dev.sluice.embedded.fault.FaultyHttpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the faults to the parts, and starts again what is down: what a fault ended when the fault
/// is over, what ended by itself after a moment, as an orchestrator does. Everything in one thread.
///
/// A fault that comes while its part or its connections are in another one is left out.
public final class Disturber implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Disturber.class);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration BEFORE_RESTART = Duration.ofSeconds(1);
    private static final double S3_ERROR_RATE = 0.4;

    private final Installation installation;
    private final Deque<Fault> coming;
    private final List<Fault> done = new ArrayList<>();
    private final Map<String, Running> running = new HashMap<>();
    private final Map<String, Long> downSince = new HashMap<>();
    private final List<String> endedByThemselves = new ArrayList<>();
    private final long seed;
    private final Thread thread;
    private final CountDownLatch calmed = new CountDownLatch(1);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean calming;
    private volatile boolean closing;

    private record Running(Fault fault, long until) {}

    /// Starts the modules and begins at once.
    public Disturber(Installation installation, long seed, List<Fault> faults) {
        this.installation = installation;
        this.seed = seed;
        this.coming = new ArrayDeque<>(faults);
        installation.startModules();
        this.thread = Thread.ofPlatform().name("disturber").start(this::run);
    }

    private void run() {
        long begin = System.nanoTime();
        try {
            while (!closing) {
                step(begin, System.nanoTime());
                Thread.sleep(STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The run cannot go on; whoever asks next is told.
            failure.set(e);
        } finally {
            calmed.countDown();
        }
    }

    private void step(long begin, long now) {
        if (calming) {
            coming.clear();
            endThoseThatAreOver(Long.MAX_VALUE);
            calmed.countDown();
        }
        while (!coming.isEmpty() && now - begin >= coming.peek().at().toNanos()) {
            begin(coming.remove(), now);
        }
        endThoseThatAreOver(now);
        supervise(now);
    }

    private void begin(Fault fault, long now) {
        if (running.containsKey(fault.part()) || !installation.part(fault.part()).isAlive()) {
            return;
        }
        LOG.atInfo().addKeyValue("fault", fault).log("Begins");
        switch (fault.kind()) {
            case KILL -> installation.part(fault.part()).kill();
            case PAUSE -> installation.part(fault.part()).pause();
            case CUT -> installation.proxy(fault.part()).cut();
            case LOSE -> installation.proxy(fault.part()).lose();
            case STALL -> installation.proxy(fault.part()).stall(true);
            case S3_ERRORS ->
                    installation
                            .store()
                            .plan(
                                    FaultPlan.seeded(
                                            seed + done.size(),
                                            S3_ERROR_RATE,
                                            FaultyHttpProxy.EVERY));
            case DISK_FULL -> disk(fault.part()).fill();
        }
        synchronized (done) {
            done.add(fault);
        }
        running.put(fault.part(), new Running(fault, now + fault.lasts().toNanos()));
    }

    private void endThoseThatAreOver(long now) {
        List<Running> over = running.values().stream().filter(r -> now >= r.until()).toList();
        for (Running each : over) {
            running.remove(each.fault().part());
            end(each.fault());
        }
    }

    private void end(Fault fault) {
        LOG.atInfo().addKeyValue("fault", fault).log("Ends");
        Part part = installation.part(fault.part());
        switch (fault.kind()) {
            case KILL -> part.start();
            case PAUSE -> part.resume();
            case STALL -> installation.proxy(fault.part()).stall(false);
            case S3_ERRORS -> installation.store().plan(FaultPlan.none());
            case DISK_FULL -> disk(fault.part()).free();
            case CUT, LOSE -> LOG.atDebug().log("Connections are made anew by those who had them");
        }
    }

    private Scratch disk(String part) {
        return installation.disks().stream()
                .filter(disk -> disk.part().equals(part))
                .findFirst()
                .orElseThrow();
    }

    private void supervise(long now) {
        for (Part part : installation.parts()) {
            Running fault = running.get(part.name());
            if (part.isAlive() || (fault != null && fault.fault().kind() == FaultKind.KILL)) {
                downSince.remove(part.name());
            } else if (now - downSince.computeIfAbsent(part.name(), name -> note(name, now))
                    > BEFORE_RESTART.toNanos()) {
                downSince.remove(part.name());
                part.start();
            }
        }
    }

    private long note(String part, long now) {
        String ended = part + " ended: " + lastLine(part);
        LOG.warn(ended);
        synchronized (endedByThemselves) {
            endedByThemselves.add(ended);
        }
        return now;
    }

    private String lastLine(String part) {
        try {
            return Files.readAllLines(installation.log(part)).getLast();
        } catch (IOException e) {
            return "(no output)";
        }
    }

    /// The faults that were done.
    public List<Fault> done() {
        synchronized (done) {
            return List.copyOf(done);
        }
    }

    /// The parts that ended without a fault of their own, each with the last line it wrote.
    public List<String> endedByThemselves() {
        synchronized (endedByThemselves) {
            return List.copyOf(endedByThemselves);
        }
    }

    /// Begins no more faults and ends those that there are; returns when that is done. The parts
    /// are looked after until [#close()].
    public void calm() throws InterruptedException {
        calming = true;
        calmed.await();
        check();
    }

    /// @throws RuntimeException if the parts could not be disturbed or started again
    public void check() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the parts could not be disturbed: " + failed, failed);
        }
    }

    /// Looks after the parts no longer.
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
