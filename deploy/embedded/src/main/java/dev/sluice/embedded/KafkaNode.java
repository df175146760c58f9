package dev.sluice.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a broker and controller, from start to stop.
///
/// It puts together what Kafka's own `KafkaRaftServer` does, for two reasons: the sockets are bound
/// before the configuration is written, so a free port cannot be lost on the way; and a fatal fault
/// is logged, where the original would end the whole JVM.
final class KafkaNode {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaNode.class);

    private final BrokerServer broker;
    private final ControllerServer controller;
    private final Map<String, ServerSocketChannel> sockets;

    private KafkaNode(
            BrokerServer broker,
            ControllerServer controller,
            Map<String, ServerSocketChannel> sockets) {
        this.broker = broker;
        this.controller = controller;
        this.sockets = sockets;
    }

    /// Starts on the data in `directory`, made at the first time; returns when the broker takes
    /// requests.
    ///
    /// @param advertisedOrZero the port that clients are told; 0 for the one it listens on
    static KafkaNode start(
            Path directory, int portOrZero, int advertisedOrZero, Map<String, String> overrides)
            throws IOException {
        Map<String, ServerSocketChannel> sockets = new HashMap<>();
        try {
            ServerSocketChannel clients = FreePort.bind(portOrZero);
            sockets.put(KafkaSettings.CLIENTS, clients);
            ServerSocketChannel quorum = FreePort.bind(0);
            sockets.put(KafkaSettings.CONTROLLER, quorum);
            ServerSocketChannel itself = FreePort.bind(0);
            sockets.put(KafkaSettings.ITSELF, itself);
            Path data = directory.resolve("data");
            Properties properties = new Properties();
            properties.putAll(KafkaSettings.COMMON);
            properties.putAll(
                    KafkaSettings.node(
                            data,
                            new KafkaSettings.Ports(
                                    port(clients),
                                    advertisedOrZero == 0 ? port(clients) : advertisedOrZero,
                                    port(itself),
                                    port(quorum))));
            properties.putAll(overrides);
            Path configuration = directory.resolve("server.properties");
            try (var writer = Files.newBufferedWriter(configuration)) {
                properties.store(writer, null);
            }
            format(data, configuration);
            KafkaNode node = assemble(new KafkaConfig(properties, false), sockets);
            node.startUp();
            return node;
        } catch (IOException | RuntimeException e) {
            sockets.values().forEach(KafkaNode::closeQuietly);
            throw e;
        }
    }

    private static int port(ServerSocketChannel channel) {
        return channel.socket().getLocalPort();
    }

    private static KafkaNode assemble(
            KafkaConfig config, Map<String, ServerSocketChannel> sockets) {
        var storage = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        QuorumConfig quorum = config.quorumConfig();
        SharedServer shared =
                new SharedServer(
                        config,
                        storage._1(),
                        Time.SYSTEM,
                        new Metrics(Time.SYSTEM),
                        CompletableFuture.completedFuture(
                                QuorumConfig.parseVoterConnections(quorum.voters())),
                        QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
                        (name, fatal, action) -> new LoggingFaultHandler(name, action),
                        handingOut(sockets));
        return new KafkaNode(
                new BrokerServer(shared),
                new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2()),
                sockets);
    }

    private void startUp() {
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    int port() {
        return broker.boundPort(ListenerName.normalised(KafkaSettings.CLIENTS));
    }

    void stop() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
        sockets.values().forEach(KafkaNode::closeQuietly);
    }

    private static void closeQuietly(ServerSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("Socket not closed");
        }
    }

    private static ServerSocketFactory handingOut(Map<String, ServerSocketChannel> sockets) {
        return (listener, address, backlog, receiveBuffer) -> {
            ServerSocketChannel socket = sockets.get(listener);
            if (socket == null) {
                throw new IOException("no socket was bound for listener " + listener);
            }
            socket.configureBlocking(false);
            return socket;
        };
    }

    private static void format(Path data, Path configuration) throws IOException {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] command = {
            "format", "-t", Uuid.randomUuid().toString(), "-c", configuration.toString()
        };
        int status =
                StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException(
                    "Kafka cannot format " + data + ": " + said.toString(StandardCharsets.UTF_8));
        }
    }
}
