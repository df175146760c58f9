package dev.sluice.bench.part;

import dev.sluice.app.shell.Stop;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Runs each program in a thread of this JVM: for tests, which ask whether a benchmark works and
/// not what it measures.
public final class ThreadHost implements Host {

    @Override
    public Running start(Program program) {
        return new InThread(program);
    }

    private static final class InThread extends Running {

        private final Stop stop = new Stop();
        private final Thread thread;
        private volatile @Nullable Throwable failure;

        InThread(Program program) {
            super(program.name());
            thread = Thread.ofPlatform().name(program.name()).start(() -> run(program));
        }

        private void run(Program program) {
            try {
                program.part()
                        .getDeclaredConstructor()
                        .newInstance()
                        .run(program.arguments(), stop, this::said);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | ReflectiveOperationException | RuntimeException e) {
                failure = e;
            }
        }

        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        boolean isAlive() {
            return thread.isAlive();
        }

        @Override
        String why() {
            Throwable thrown = failure;
            if (thrown == null) {
                return "by itself, or not yet";
            }
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        }

        @Override
        void askToStop() {
            stop.request();
        }

        @Override
        boolean awaitEnd(Duration atMost) throws InterruptedException {
            return thread.join(atMost);
        }

        @Override
        void kill() {
            thread.interrupt();
        }
    }
}
