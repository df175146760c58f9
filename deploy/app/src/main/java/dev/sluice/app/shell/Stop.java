package dev.sluice.app.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The wish that the program end: Ctrl-C, SIGTERM. Once wished, always wished. Thread-safe.
public final class Stop {

    private final CountDownLatch latch = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();

    /// Wishes it. Listeners run in this thread.
    public void request() {
        List<Runnable> told;
        synchronized (listeners) {
            if (isRequested()) {
                return;
            }
            latch.countDown();
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    /// Whether it is wished.
    public boolean isRequested() {
        return latch.getCount() == 0;
    }

    /// Waits until it is wished, at most so long.
    ///
    /// @return whether it is wished
    public boolean await(Duration atMost) throws InterruptedException {
        return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Runs something when it is wished; at once if it is already.
    public void onRequest(Runnable listener) {
        synchronized (listeners) {
            listeners.add(listener);
            if (!isRequested()) {
                return;
            }
        }
        listener.run();
    }
}
