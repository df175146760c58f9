package dev.sluice.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What both kinds of broker are configured with: one node, small internal topics, large records,
/// quick groups.
final class KafkaSettings {

    /// Names of the listeners.
    static final String CLIENTS = "PLAINTEXT";

    static final String CONTROLLER = "CONTROLLER";
    static final String ITSELF = "ITSELF";

    private static final String MIB = Integer.toString(1024 * 1024);

    static final Map<String, String> COMMON =
            Map.ofEntries(
                    Map.entry("auto.create.topics.enable", "false"),
                    Map.entry("default.replication.factor", "1"),
                    Map.entry("min.insync.replicas", "1"),
                    Map.entry("message.max.bytes", Integer.toString(BrokerServer.MAX_RECORD_BYTES)),
                    Map.entry(
                            "replica.fetch.max.bytes",
                            Integer.toString(BrokerServer.MAX_RECORD_BYTES)),
                    Map.entry("socket.request.max.bytes", Integer.toString(128 * 1024 * 1024)),
                    // Internal topics: few partitions start quickly.
                    Map.entry("offsets.topic.num.partitions", "4"),
                    Map.entry("offsets.topic.replication.factor", "1"),
                    Map.entry("transaction.state.log.num.partitions", "4"),
                    Map.entry("transaction.state.log.replication.factor", "1"),
                    Map.entry("transaction.state.log.min.isr", "1"),
                    Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                    Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                    Map.entry("share.coordinator.state.topic.min.isr", "1"),
                    // Nobody waits for further members of a group.
                    Map.entry("group.initial.rebalance.delay.ms", "0"),
                    // Segments and cleaner: small buffers, looking for work often.
                    Map.entry("log.segment.bytes", Integer.toString(128 * 1024 * 1024)),
                    Map.entry("log.index.size.max.bytes", MIB),
                    Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024)),
                    Map.entry("log.cleaner.backoff.ms", "1000"),
                    // One node on a busy machine: few threads, patience with its own heartbeats.
                    Map.entry("num.network.threads", "2"),
                    Map.entry("num.io.threads", "4"),
                    Map.entry("background.threads", "2"),
                    Map.entry("broker.heartbeat.interval.ms", "500"),
                    Map.entry("broker.session.timeout.ms", "30000"),
                    Map.entry("controller.quorum.election.timeout.ms", "300"),
                    Map.entry("controller.quorum.election.backoff.max.ms", "100"));

    private KafkaSettings() {}

    /// The ports of the embedded node.
    ///
    /// @param clients for clients
    /// @param advertised what they are told: the same, or that of a proxy before it
    /// @param itself for the broker's own requests to itself, which no proxy meets
    /// @param controller for the controller's
    record Ports(int clients, int advertised, int itself, int controller) {}

    /// Identity and addresses of the embedded node.
    static Map<String, String> node(Path data, Ports ports) {
        String itself = address(ITSELF, ports.itself());
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "log.dirs",
                data.toString(),
                "listeners",
                String.join(
                        ",",
                        address(CLIENTS, ports.clients()),
                        itself,
                        address(CONTROLLER, ports.controller())),
                "advertised.listeners",
                address(CLIENTS, ports.advertised()) + "," + itself,
                "listener.security.protocol.map",
                Stream.of(CLIENTS, ITSELF, CONTROLLER)
                        .map(listener -> listener + ":PLAINTEXT")
                        .collect(Collectors.joining(",")),
                "controller.listener.names",
                CONTROLLER,
                "controller.quorum.voters",
                "1@" + FreePort.HOST + ":" + ports.controller(),
                "inter.broker.listener.name",
                ITSELF);
    }

    private static String address(String listener, int port) {
        return listener + "://" + FreePort.HOST + ":" + port;
    }
}
