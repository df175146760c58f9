package dev.sluice.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.health.Health;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// `/health/live` and `/health/ready`: 200 if every part of the process is, else 503, and the
/// reasons in plain words.
public final class HealthRoutes {

    private final List<Supplier<Health>> parts;

    /// @param parts of the process
    public HealthRoutes(List<Supplier<Health>> parts) {
        this.parts = List.copyOf(parts);
    }

    /// The two routes. Nobody needs a token: who probes has none, and they name no tenant.
    public List<Route> routes() {
        return List.of(
                new Route(
                        "/health/live",
                        false,
                        _ -> answer("live", Health::isLive, Health::notLive)),
                new Route(
                        "/health/ready",
                        false,
                        _ -> answer("ready", Health::isReady, HealthRoutes::notReady)));
    }

    /// Every reason: what is stuck is not ready either.
    private static List<String> notReady(Health health) {
        return health.notReady().isEmpty() ? health.notLive() : health.notReady();
    }

    private Answer answer(
            String what, Predicate<Health> good, Function<Health, List<String>> reasons) {
        List<Health> now = parts.stream().map(Supplier::get).toList();
        boolean all = now.stream().allMatch(good);
        return Answer.json(
                all ? 200 : 503,
                Json.of(out -> {
                    out.writeStartObject();
                    out.writeBooleanField(what, all);
                    out.writeArrayFieldStart("parts");
                    for (Health health : now) {
                        write(out, what, health, good.test(health), reasons.apply(health));
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                }));
    }

    private static void write(
            JsonGenerator out, String what, Health health, boolean good, List<String> reasons)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("part", health.module());
        out.writeBooleanField(what, good);
        out.writeStringField("state", health.state());
        out.writeArrayFieldStart("reasons");
        for (String reason : reasons) {
            out.writeString(reason);
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
