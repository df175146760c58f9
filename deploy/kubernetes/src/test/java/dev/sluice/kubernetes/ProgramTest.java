package dev.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.app.SluiceCommand;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Configuration.Use;
import dev.sluice.app.shell.Stop;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.config.ConfigException;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the manifests say of the program is what the program has: commands, configuration,
/// variables, ports and folders.
final class ProgramTest {

    private static final String CONFIG_FOLDER = "/etc/sluice";
    private static final String TENANTS = "/etc/sluice-tenants/tenants.yaml";

    @TempDir Path directory;

    static List<Workload> workloads() {
        return Workload.all();
    }

    static Stream<Arguments> installations() {
        return Folder.overlays().stream()
                .flatMap(overlay ->
                        Workload.all().stream().map(workload -> Arguments.of(overlay, workload)));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void runsACommandThatThereIs(Workload workload) {
        // Given
        List<String> arguments = workload.container().getArgs();

        // When
        StringWriter err = new StringWriter();
        int status =
                SluiceCommand.execute(
                        new Surroundings(
                                Map.of(),
                                directory,
                                Clock.systemUTC(),
                                new PrintWriter(new StringWriter()),
                                new PrintWriter(err),
                                new Stop()),
                        Stream.concat(arguments.stream(), Stream.of("--help"))
                                .toArray(String[]::new));

        // Then
        assertThat(status).as(err.toString()).isZero();
        assertThat(arguments).startsWith("-c", CONFIG_FOLDER + "/sluice.yaml");
    }

    @ParameterizedTest
    @MethodSource("installations")
    void isConfiguredWithTheVariablesThatItsContainerHas(Folder overlay, Workload workload)
            throws IOException {
        // When: every mistake is an exception.
        Configuration configuration = read(overlay, variables(overlay, workload), use(workload));

        // Then
        assertThat(configuration.kafka().bootstrapServers()).isNotEmpty();
    }

    @Test
    void isToldOfAVariableThatIsMissing() {
        // Given
        Workload capture = Workload.modules().getFirst();

        // When, Then
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Folder.PRODUCTION, Map.of(), use(capture)))
                .withMessageContaining("SOURCE_PASSWORD");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void mountsEveryVolumeAndNoOther(Workload workload) {
        assertThat(workload.container().getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(workload.volumes());
    }

    @ParameterizedTest
    @MethodSource("installations")
    void writesWhereAVolumeIs(Folder overlay, Workload workload) {
        // Given
        Map<?, ?> config = yaml(overlay);

        // When
        List<String> writable =
                workload.container().getVolumeMounts().stream()
                        .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                        .map(VolumeMount::getMountPath)
                        .toList();

        // Then
        assertThat(writable).contains("/tmp");
        if (!workload.name().equals("topics")) {
            assertThat(writable).contains(String.valueOf(config.get("state")));
        }
    }

    @ParameterizedTest
    @MethodSource("installations")
    void listensWhereItIsAsked(Folder overlay, Workload workload) {
        // Given
        Object port = yaml(overlay).get("http");

        // When
        List<ContainerPort> ports = workload.container().getPorts();

        // Then
        if (!workload.name().equals("topics")) {
            assertThat(ports).hasSize(1);
            assertThat(ports.getFirst().getName()).isEqualTo("http");
            assertThat(ports.getFirst().getContainerPort()).isEqualTo(port);
            assertThat(workload.template().getMetadata().getAnnotations())
                    .containsEntry("prometheus.io/port", String.valueOf(port));
            assertThat(policyPorts("sluice-metrics", false)).containsExactly((Integer) port);
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void isLetThroughToItsServers(Folder overlay) throws IOException {
        // Given
        Workload everything = Workload.modules().getFirst();
        Map<String, String> variables = new HashMap<>(variables(overlay, everything));
        variables.put("POD_NAME", "sluice-aggregator-0");
        Configuration configuration = read(overlay, variables, Use.ALL);

        // When
        String kafka = configuration.kafka().bootstrapServers();

        // Then
        assertThat(policyPorts("sluice-kafka", true))
                .contains(Integer.valueOf(kafka.substring(kafka.lastIndexOf(':') + 1)));
        assertThat(policyPorts("sluice-source", true))
                .containsExactly(configuration.source().port());
    }

    static List<Folder> overlays() {
        return Folder.overlays();
    }

    @Test
    void hasFewerInstancesThanPartitions() {
        // Given
        int partitions = number("kafka", "partitions");
        int standbys = number("aggregator", "standbys");

        // When
        StatefulSet aggregator =
                Folder.PRODUCTION.patches().stream()
                        .map(Manifest::object)
                        .filter(StatefulSet.class::isInstance)
                        .map(StatefulSet.class::cast)
                        .findFirst()
                        .orElseThrow();
        HorizontalPodAutoscaler publishers =
                Folder.PRODUCTION.own(HorizontalPodAutoscaler.class).getFirst();

        // Then
        assertThat(aggregator.getSpec().getReplicas()).isBetween(standbys + 1, partitions);
        assertThat(publishers.getSpec().getMaxReplicas()).isLessThanOrEqualTo(partitions);
        assertThat(publishers.getSpec().getScaleTargetRef().getName())
                .isEqualTo("sluice-publisher");
    }

    private static int number(String section, String key) {
        Map<?, ?> settings = (Map<?, ?>) yaml(Folder.PRODUCTION).get(section);
        return Integer.parseInt(String.valueOf(Objects.requireNonNull(settings).get(key)));
    }

    private static Map<?, ?> yaml(Folder overlay) {
        return (Map<?, ?>) Manifest.documents(overlay.path().resolve("sluice.yaml")).getFirst();
    }

    private static List<Integer> policyPorts(String name, boolean egress) {
        return Folder.BASE.own(NetworkPolicy.class).stream()
                .filter(policy -> policy.getMetadata().getName().equals(name))
                .flatMap(policy ->
                        egress
                                ? policy.getSpec().getEgress().stream()
                                        .flatMap(rule -> rule.getPorts().stream())
                                : policy.getSpec().getIngress().stream()
                                        .flatMap(rule -> rule.getPorts().stream()))
                .map(NetworkPolicyPort::getPort)
                .map(port -> port.getIntVal())
                .toList();
    }

    /// The variables that the container has, each with some value.
    private static Map<String, String> variables(Folder overlay, Workload workload) {
        Map<String, String> variables = new HashMap<>();
        for (EnvVar variable : workload.container().getEnv()) {
            variables.put(
                    variable.getName(), Objects.requireNonNullElse(variable.getValue(), "given"));
        }
        if (overlay.equals(Folder.PRODUCTION)) {
            // Of the Secret sluice-kafka, which the README describes.
            variables.put("KAFKA_JAAS", "given");
        }
        return variables;
    }

    private static Use use(Workload workload) {
        return switch (workload.name()) {
            case "capture" -> Use.SOURCE;
            case "aggregator" -> Use.MIDDLE;
            case "publisher" -> Use.DELIVERY;
            default -> Use.TOPICS;
        };
    }

    /// Reads an overlay's configuration as the program would, its files being elsewhere.
    private Configuration read(Folder overlay, Map<String, String> variables, Use use)
            throws IOException {
        String yaml = Files.readString(overlay.path().resolve("sluice.yaml"));
        assertThat(yaml).contains("tenants_file: " + TENANTS);
        Path tenants =
                overlay.path()
                        .resolve(
                                overlay.equals(Folder.PRODUCTION)
                                        ? "tenants.example.yaml"
                                        : "tenants.yaml");
        Path file = directory.resolve("sluice.yaml");
        Files.writeString(file, yaml.replace(TENANTS, tenants.toString()));
        return Configuration.read(file, variables, use);
    }
}
