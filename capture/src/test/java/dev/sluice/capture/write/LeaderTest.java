package dev.sluice.capture.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.embedded.Servers;
import dev.sluice.health.Pulse;
import dev.sluice.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeaderTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Servers servers;

    @BeforeAll
    static void start() {
        servers = Servers.builder().broker().start();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    private static Leader leader(Topics topics, Runnable onLoss) {
        return new Leader(topics, client(), onLoss, new Pulse(), new SimpleMeterRegistry());
    }

    @Test
    void keepsItsPlaceWhenAnotherComesAndGoes() throws Exception {
        // Given
        Topics topics = topics("keeps");
        AtomicInteger losses = new AtomicInteger();
        try (Leader first = leader(topics, losses::incrementAndGet);
                Admin admin = servers.broker().admin()) {
            await().atMost(LIMIT).until(first::isHeld);

            // When
            try (Leader second = leader(topics, () -> {})) {
                await().atMost(LIMIT).until(() -> isStableWith(2, admin, topics));
                assertThat(second.isHeld()).isFalse();
            }
            await().atMost(LIMIT).until(() -> isStableWith(1, admin, topics));

            // Then
            assertThat(first.isHeld()).isTrue();
            assertThat(losses).hasValue(0);
        }
    }

    @Test
    void saysSoWhenItsElectionFails() throws Exception {
        // Given
        Topics topics = topics("fails");
        try (Leader leader =
                        leader(
                                topics,
                                () -> {
                                    throw new IllegalStateException("the term does not end");
                                });
                Admin admin = servers.broker().admin()) {
            await().atMost(LIMIT).until(leader::isHeld);

            // When
            admin.removeMembersFromConsumerGroup(
                            group(topics), new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
            await().atMost(LIMIT).until(() -> !leader.isHeld());

            // Then
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThatThrownBy(leader::await)
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContaining("start this capture again"));
        }
    }

    private static boolean isStableWith(int members, Admin admin, Topics topics) throws Exception {
        ConsumerGroupDescription group =
                admin.describeConsumerGroups(List.of(group(topics)))
                        .all()
                        .get()
                        .values()
                        .iterator()
                        .next();
        return group.groupState() == GroupState.STABLE && group.members().size() == members;
    }

    private static String group(Topics topics) {
        return topics.prefix() + "-capture";
    }

    private static Topics topics(String prefix) {
        Topics topics = new Topics(prefix);
        servers.broker().createTopic(topics.offsets(), 1, Map.of());
        return topics;
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", servers.broker().bootstrapServers());
    }
}
