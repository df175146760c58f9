package dev.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.Sluice;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nodes come and go, and pods with them, one at a time.
final class AvailabilityTest {

    private static final Duration ROOM = Duration.ofSeconds(5);

    static List<Workload> modules() {
        return Workload.modules();
    }

    static List<Workload> workloads() {
        return Workload.all();
    }

    @Test
    void looksAtEveryModule() {
        assertThat(Workload.modules())
                .extracting(Workload::name)
                .containsExactlyInAnyOrder("capture", "aggregator", "publisher");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void ownPodsAreFoundByTheirSelector(Workload module) {
        assertThat(module.labels())
                .containsAllEntriesOf(Objects.requireNonNull(module.selector()).getMatchLabels())
                .containsEntry("app.kubernetes.io/name", "sluice")
                .containsEntry("app.kubernetes.io/component", module.name());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void isAskedWhetherItLivesAndWhetherItIsReady(Workload module) {
        // Given
        var container = module.container();

        // When, Then
        assertThat(path(container.getStartupProbe())).isEqualTo("/health/live");
        assertThat(path(container.getLivenessProbe())).isEqualTo("/health/live");
        assertThat(path(container.getReadinessProbe())).isEqualTo("/health/ready");
    }

    private static String path(Probe probe) {
        assertThat(probe.getHttpGet().getPort().getValue()).isEqualTo("http");
        return probe.getHttpGet().getPath();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void isGivenTheTimeThatTheProgramTakesToEnd(Workload module) {
        assertThat(module.template().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(Sluice.LONGEST_STOP.plus(ROOM).toSeconds());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void losesOnePodAtATime(Workload module) {
        // Given
        List<PodDisruptionBudget> budgets =
                Folder.BASE.own(PodDisruptionBudget.class).stream()
                        .filter(budget -> matches(budget.getSpec().getSelector(), module))
                        .toList();

        // When, Then
        assertThat(budgets).hasSize(1);
        assertThat(budgets.getFirst().getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(budgets.getFirst().getSpec().getMinAvailable()).isNull();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void isSpreadOverNodesAndZones(Workload module) {
        // Given
        List<TopologySpreadConstraint> spread =
                module.template().getSpec().getTopologySpreadConstraints();

        // When, Then
        assertThat(spread)
                .extracting(TopologySpreadConstraint::getTopologyKey)
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
        assertThat(spread).allMatch(constraint -> matches(constraint.getLabelSelector(), module));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void hasAnAccountOfItsOwn(Workload workload) {
        assertThat(Folder.BASE.own(ServiceAccount.class))
                .extracting(account -> account.getMetadata().getName())
                .contains(workload.template().getSpec().getServiceAccountName());
        assertThat(workload.template().getSpec().getServiceAccountName())
                .isEqualTo("sluice-" + workload.name());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void hasRequestsAndLimits(Workload workload) {
        assertThat(workload.container().getResources().getRequests())
                .containsOnlyKeys("cpu", "memory");
        assertThat(workload.container().getResources().getLimits())
                .as("the JVM takes its count of threads and its heap from them")
                .containsOnlyKeys("cpu", "memory");
    }

    @Test
    void aStandByCaptureWaitsForItsTurn() {
        // Given
        Deployment capture =
                Folder.BASE.own(Deployment.class).stream()
                        .filter(deployment ->
                                deployment.getMetadata().getName().equals("sluice-capture"))
                        .findFirst()
                        .orElseThrow();

        // When, Then
        assertThat(capture.getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void theAggregatorsNamesComeFromTheirService() {
        // Given
        StatefulSet aggregator = Folder.BASE.own(StatefulSet.class).getFirst();

        // When, Then
        assertThat(Folder.BASE.own(io.fabric8.kubernetes.api.model.Service.class))
                .anySatisfy(service -> {
                    assertThat(service.getMetadata().getName())
                            .isEqualTo(aggregator.getSpec().getServiceName());
                    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
                });
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void mayTalkToWhatItNeedsAlone(Workload workload) {
        // Given
        List<String> policies =
                Folder.BASE.own(NetworkPolicy.class).stream()
                        .filter(policy -> matches(policy.getSpec().getPodSelector(), workload))
                        .map(policy -> policy.getMetadata().getName())
                        .toList();

        // When
        List<String> expected =
                switch (workload.name()) {
                    case "capture" ->
                            List.of(
                                    "sluice-default-deny",
                                    "sluice-kafka",
                                    "sluice-source",
                                    "sluice-metrics");
                    case "publisher" ->
                            List.of(
                                    "sluice-default-deny",
                                    "sluice-kafka",
                                    "sluice-buckets",
                                    "sluice-metrics");
                    default -> List.of("sluice-default-deny", "sluice-kafka", "sluice-metrics");
                };

        // Then
        assertThat(policies).containsExactlyElementsOf(expected);
    }

    @Test
    void nothingIsAllowedThatIsNotNamed() {
        // Given
        NetworkPolicy deny = Folder.BASE.own(NetworkPolicy.class).getFirst();

        // When, Then
        assertThat(deny.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(deny.getSpec().getIngress()).isEmpty();
        assertThat(deny.getSpec().getEgress()).isEmpty();
    }

    private static boolean matches(LabelSelector selector, Workload workload) {
        Map<String, String> labels =
                Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
        return workload.labels().entrySet().containsAll(labels.entrySet());
    }
}
