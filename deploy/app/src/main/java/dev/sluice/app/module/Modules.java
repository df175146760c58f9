package dev.sluice.app.module;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.ErrorMessages;
import dev.sluice.app.shell.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs modules beside one another, each in a thread, until the program is to stop or one of them
/// fails, which stops all.
public final class Modules {

    private static final Logger LOG = LoggerFactory.getLogger(Modules.class);

    private final List<Module> modules;
    private final CompletableFuture<Void> firstFailure = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /// Modules in the order of the flow.
    public Modules(List<Module> modules) {
        this.modules = List.copyOf(modules);
    }

    /// Runs them, and returns when all have stopped.
    ///
    /// @throws CommandFailedException if one failed, with its message
    public void run(Stop stop) throws InterruptedException {
        stop.onRequest(over::countDown);
        List<Thread> threads = new ArrayList<>();
        for (Module module : modules) {
            threads.add(Thread.ofPlatform().name(module.name()).start(() -> runOne(module)));
        }
        try {
            over.await();
        } finally {
            modules.forEach(this::close);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        if (firstFailure.isCompletedExceptionally()) {
            Throwable failure = firstFailure.exceptionNow();
            throw new CommandFailedException(String.valueOf(failure.getMessage()), failure);
        }
    }

    private void runOne(Module module) {
        LOG.atInfo().addKeyValue("module", module.name()).log("Starting");
        try {
            module.body().run();
            LOG.atInfo().addKeyValue("module", module.name()).log("Stopped");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.atInfo().addKeyValue("module", module.name()).log("Interrupted");
        } catch (Exception | Error e) {
            // Whatever it is, it ends this module, and with it the others.
            fail(module, e);
        } finally {
            over.countDown();
        }
    }

    private void fail(Module module, Throwable failure) {
        String message = "%s stopped: %s".formatted(module.name(), ErrorMessages.of(failure));
        boolean first =
                firstFailure.completeExceptionally(new CommandFailedException(message, failure));
        LOG.atError()
                .setCause(ErrorMessages.isExpected(failure) ? null : failure)
                .addKeyValue("module", module.name())
                .addKeyValue("first", first)
                .addKeyValue("reason", ErrorMessages.of(failure))
                .log("A module failed");
    }

    private void close(Module module) {
        try {
            module.close().run();
        } catch (RuntimeException e) {
            // The others have to be closed whatever this one says.
            LOG.atWarn().setCause(e).addKeyValue("module", module.name()).log("Closing failed");
        }
    }
}
