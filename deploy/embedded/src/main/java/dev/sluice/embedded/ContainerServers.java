package dev.sluice.embedded;

/// The way by Testcontainers. Its classes are loaded by these methods alone.
record ContainerServers() implements ServerFactory {

    @Override
    public SourceServer source() {
        return ContainerSource.start(FreePort.find());
    }

    @Override
    public BrokerServer broker() {
        return ContainerBroker.start(FreePort.find());
    }

    @Override
    public ObjectStoreServer objectStore() {
        return ContainerObjectStore.create();
    }
}
