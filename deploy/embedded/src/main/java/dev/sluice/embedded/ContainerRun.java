package dev.sluice.embedded;

import com.github.dockerjava.api.DockerClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/// A container that can be stopped and started again with its file system and its port on the host.
///
/// Testcontainers itself removes a container that it stops, and gives each new one another port.
final class ContainerRun {

    private static final int STOP_SECONDS = 10;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final GenericContainer<?> container;
    private final Callable<Boolean> probe;
    private boolean stopped;

    private ContainerRun(GenericContainer<?> container, Callable<Boolean> probe) {
        this.container = container;
        this.probe = probe;
    }

    /// Starts the container and waits until the probe holds.
    static ContainerRun start(GenericContainer<?> container, Callable<Boolean> probe) {
        ContainerRun run = new ContainerRun(container, probe);
        try {
            container.start();
            run.awaitReady();
            return run;
        } catch (RuntimeException e) {
            container.stop();
            throw new ServerException(
                    "container of "
                            + container.getDockerImageName()
                            + " did not start; -D"
                            + ServerKind.PROPERTY
                            + "=embedded does without",
                    e);
        }
    }

    synchronized void stop() {
        if (!stopped) {
            docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
            stopped = true;
        }
    }

    synchronized void start() {
        if (stopped) {
            docker().startContainerCmd(container.getContainerId()).exec();
            stopped = false;
            awaitReady();
        }
    }

    synchronized void close() {
        container.stop();
    }

    private void awaitReady() {
        Awaitility.await(container.getDockerImageName())
                .atMost(START_LIMIT)
                .ignoreExceptions()
                .until(probe);
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
