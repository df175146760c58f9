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
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a broker and controller, from start to stop.
///
/// It puts together what Kafka's own `KafkaRaftServer` does, for two reasons: the sockets are bound before the
/// configuration is written, so a free port cannot be lost on the way; and a fatal fault is logged, where the
/// original would end the whole JVM.
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

    /// Starts on the data in `directory`, made at the first time; returns when the broker takes requests.
    static KafkaNode start(Path directory, int portOrZero, Map<String, String> overrides)
            throws IOException {
        Map<String, ServerSocketChannel> sockets = new HashMap<>();
        sockets.put(KafkaSettings.CLIENTS, FreePort.bind(portOrZero));
        sockets.put(KafkaSettings.CONTROLLER, FreePort.bind(0));
        Properties properties = new Properties();
        properties.putAll(KafkaSettings.COMMON);
        properties.putAll(
                KafkaSettings.node(
                        directory.resolve("data"),
                        port(sockets, KafkaSettings.CLIENTS),
                        port(sockets, KafkaSettings.CONTROLLER)));
        properties.putAll(overrides);
        format(directory, properties);

        KafkaConfig config = new KafkaConfig(properties, false);
        var storage = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        SharedServer shared =
                new SharedServer(
                        config,
                        storage._1(),
                        Time.SYSTEM,
                        new Metrics(Time.SYSTEM),
                        CompletableFuture.completedFuture(
                                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                        QuorumConfig.parseBootstrapServers(
                                config.quorumConfig().bootstrapServers()),
                        (name, fatal, action) -> new LoggingFaultHandler(name, action),
                        handingOut(sockets));
        KafkaNode node =
                new KafkaNode(
                        new BrokerServer(shared),
                        new ControllerServer(
                                shared, KafkaRaftServer.configSchema(), storage._2()),
                        sockets);
        node.startUp();
        return node;
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
        return broker.boundPort(
                org.apache.kafka.common.network.ListenerName.normalised(KafkaSettings.CLIENTS));
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

    private static int port(Map<String, ServerSocketChannel> sockets, String listener) {
        ServerSocketChannel socket = sockets.get(listener);
        return socket == null ? 0 : socket.socket().getLocalPort();
    }

    private static void format(Path directory, Properties properties) throws IOException {
        Path file = directory.resolve("server.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] command = {
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            file.toString(),
            "--ignore-formatted"
        };
        int status =
                StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException(
                    "Kafka cannot format "
                            + directory
                            + ": "
                            + said.toString(StandardCharsets.UTF_8));
        }
    }
}
