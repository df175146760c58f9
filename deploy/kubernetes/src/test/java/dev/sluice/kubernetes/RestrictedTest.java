package dev.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pod Security's profile `restricted`, rule by rule as Kubernetes documents it, and a root file
/// system that nobody can write to.
final class RestrictedTest {

    static List<Workload> workloads() {
        return Workload.all();
    }

    @Test
    void isWhatTheNamespaceEnforces() {
        // Given
        Namespace namespace =
                Folder.BASE.resources().stream()
                        .map(Manifest::object)
                        .filter(Namespace.class::isInstance)
                        .map(Namespace.class::cast)
                        .findFirst()
                        .orElseThrow();

        // When, Then
        assertThat(namespace.getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void sharesNothingWithTheHost(Workload workload) {
        PodSpec pod = workload.template().getSpec();
        assertThat(
                        Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC())
                                .filter(Boolean.TRUE::equals))
                .isEmpty();
        assertThat(workload.container().getPorts())
                .extracting(ContainerPort::getHostPort)
                .allMatch(port -> port == null);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void mountsOnlyVolumesThatItAllows(Workload workload) {
        assertThat(workload.template().getSpec().getVolumes()).allMatch(RestrictedTest::isAllowed);
    }

    /// Of the kinds that the profile allows, those that are in use.
    private static boolean isAllowed(Volume volume) {
        return Stream.of(volume.getConfigMap(), volume.getSecret(), volume.getEmptyDir())
                        .filter(kind -> kind != null)
                        .count()
                == 1;
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void runsAsNobodySpecial(Workload workload) {
        // Given
        PodSecurityContext pod = workload.template().getSpec().getSecurityContext();
        SecurityContext container = workload.container().getSecurityContext();

        // When, Then
        assertThat(pod.getRunAsNonRoot()).isTrue();
        assertThat(pod.getRunAsUser()).isPositive();
        assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getSysctls()).isEmpty();
        assertThat(pod.getSeLinuxOptions()).isNull();
        assertThat(container.getRunAsNonRoot()).as("not overridden").isNull();
        assertThat(container.getRunAsUser()).as("not overridden").isNull();
        assertThat(container.getSeccompProfile()).as("not overridden").isNull();
        assertThat(container.getProcMount()).isNull();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void gainsNothing(Workload workload) {
        // Given
        SecurityContext container = workload.container().getSecurityContext();

        // When, Then
        assertThat(container.getPrivileged()).isNotEqualTo(true);
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getCapabilities().getAdd()).isEmpty();
        assertThat(container.getReadOnlyRootFilesystem()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void hasOneContainerThatThisTestKnows(Workload workload) {
        // Given
        PodSpec pod = workload.template().getSpec();

        // When
        List<Container> others =
                Stream.concat(
                                pod.getInitContainers().stream(),
                                pod.getContainers().stream().skip(1))
                        .toList();

        // Then
        assertThat(others).isEmpty();
        assertThat(pod.getEphemeralContainers()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void hasNoKeyToTheApiServer(Workload workload) {
        assertThat(workload.template().getSpec().getAutomountServiceAccountToken()).isFalse();
    }
}
