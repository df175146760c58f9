package dev.sluice.app.module;

import dev.sluice.app.http.Answer;
import dev.sluice.app.http.BrokerWatch;
import dev.sluice.app.http.HealthRoutes;
import dev.sluice.app.http.HttpService;
import dev.sluice.app.http.Route;
import dev.sluice.app.metric.ProcessMetrics;
import dev.sluice.config.KafkaConfig;
import dev.sluice.health.Health;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a process that runs modules serves: its metrics and its health.
public final class ProcessServer implements AutoCloseable {

    private final BrokerWatch broker;
    private final HttpService service;

    private ProcessServer(BrokerWatch broker, HttpService service) {
        this.broker = broker;
        this.service = service;
    }

    /// Opens it.
    ///
    /// @param address port 0 stands for any that is free
    /// @param token of those who may see more than health; nothing for everybody
    public static ProcessServer open(
            InetSocketAddress address,
            Optional<String> token,
            KafkaConfig kafka,
            List<Module> modules,
            ProcessMetrics metrics) {
        BrokerWatch broker = new BrokerWatch(kafka);
        try {
            List<Supplier<Health>> parts = new ArrayList<>();
            parts.add(broker::health);
            metrics.show("kafka", broker::health);
            for (Module module : modules) {
                parts.add(module.health());
                metrics.show(module.name(), module.health());
            }
            List<Route> routes = new ArrayList<>(new HealthRoutes(parts).routes());
            routes.add(
                    new Route(
                            "/metrics",
                            true,
                            _ ->
                                    Answer.of(
                                            200,
                                            "text/plain; version=0.0.4; charset=utf-8",
                                            metrics.text())));
            return new ProcessServer(broker, HttpService.open(address, token, routes));
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /// The port it listens at.
    public int port() {
        return service.port();
    }

    @Override
    public void close() {
        service.close();
        broker.close();
    }
}
