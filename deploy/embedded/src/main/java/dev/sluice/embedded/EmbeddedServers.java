package dev.sluice.embedded;

/// The embedded way.
record EmbeddedServers() implements ServerFactory {

    @Override
    public SourceServer source() {
        return EmbeddedSource.builder().start();
    }

    @Override
    public BrokerServer broker() {
        return EmbeddedBroker.builder().start();
    }

    @Override
    public ObjectStoreServer objectStore() {
        return EmbeddedObjectStore.builder().start();
    }
}
