package dev.sluice.embedded;

import com.github.dockerjava.api.DockerClient;
import java.net.URI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;

/// LocalStack in a container, which checks no signature. It keeps its objects in memory, so a stop
/// only suspends it: clients wait in place of being refused.
final class ContainerObjectStore implements ObjectStoreServer {

    private static final String IMAGE = "localstack/localstack:4.7";

    private final LocalStackContainer container;
    private boolean stopped;

    private ContainerObjectStore(LocalStackContainer container) {
        this.container = container;
    }

    static ContainerObjectStore create() {
        LocalStackContainer container = new LocalStackContainer(IMAGE).withServices("s3");
        container.start();
        return new ContainerObjectStore(container);
    }

    @Override
    public URI endpoint() {
        return container.getEndpoint();
    }

    @Override
    public String accessKey() {
        return container.getAccessKey();
    }

    @Override
    public String secretKey() {
        return container.getSecretKey();
    }

    @Override
    public synchronized void stop() {
        if (!stopped) {
            docker().pauseContainerCmd(container.getContainerId()).exec();
            stopped = true;
        }
    }

    @Override
    public synchronized void start() {
        if (stopped) {
            docker().unpauseContainerCmd(container.getContainerId()).exec();
            stopped = false;
        }
    }

    @Override
    public synchronized void close() {
        start();
        container.stop();
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
