package dev.sluice.embedded;

/// One way of running each server; every method returns a server that is started.
sealed interface ServerFactory permits EmbeddedServers, ContainerServers {

    SourceServer source();

    BrokerServer broker();

    ObjectStoreServer objectStore();
}
