package dev.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The files are what Kubernetes and every Kustomize since that of kubectl 1.20 understand.
final class ManifestsTest {

    /// The words of a kustomization that Kustomize 2.0 (kubectl 1.20) and 5 both know, with one
    /// meaning. `patches` and folders under `resources` are not among them.
    private static final Set<String> COMMON_WORDS =
            Set.of(
                    "apiVersion",
                    "kind",
                    "bases",
                    "resources",
                    "patchesStrategicMerge",
                    "configMapGenerator",
                    "secretGenerator",
                    "images");

    /// What an overlay may alter. That it may touch nothing else is what lets the other tests look
    /// at the base alone.
    private static final Set<String> OVERLAYS_MAY_ALTER =
            Set.of(
                    "metadata.annotations",
                    "spec.replicas",
                    "spec.template.spec.containers[].resources",
                    "spec.volumeClaimTemplates");

    private static final Set<String> IDENTITY =
            Set.of(
                    "apiVersion",
                    "kind",
                    "metadata.name",
                    "metadata.namespace",
                    "spec.template.spec.containers[].name");

    static List<Folder> folders() {
        return Folder.all();
    }

    static List<Folder> overlays() {
        return Folder.overlays();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void haveOnlyKindsAndFieldsThatKubernetesHas(Folder folder) {
        // When: unknown kinds and fields are refused on reading.
        List<Manifest> manifests =
                Stream.of(folder.resources(), folder.patches()).flatMap(List::stream).toList();

        // Then
        assertThat(manifests).isNotEmpty();
    }

    @Test
    void areReadStrictly(@TempDir Path directory) throws IOException {
        // Given
        Path file = directory.resolve("capture.yaml");
        Files.writeString(
                file,
                Files.readString(Folder.BASE.path().resolve("30-capture.yaml"))
                        .replaceFirst("failureThreshold", "failureTreshold"));

        // When, Then
        assertThatThrownBy(() -> Manifest.in(file)).hasMessageContaining("failureTreshold");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void areNamedOneByOne(Folder folder) {
        // Given
        Set<String> files = new TreeSet<>(folder.files());
        files.remove("kustomization.yaml");
        files.removeIf(name -> name.contains(".example."));

        // When, Then
        assertThat(folder.named()).containsExactlyInAnyOrderElementsOf(files);
    }

    @ParameterizedTest
    @MethodSource("folders")
    void useWordsThatEveryKustomizeKnows(Folder folder) {
        assertThat(folder.kustomization().keySet().stream().map(String::valueOf))
                .isSubsetOf(COMMON_WORDS);
        assertThat(folder.resources()).allMatch(manifest -> Files.isRegularFile(manifest.file()));
    }

    /// Kustomize finds what a generated name stands for only within one namespace.
    @ParameterizedTest
    @MethodSource("overlays")
    void generateIntoTheNamespaceOfTheirPods(Folder overlay) {
        Stream.of("configMapGenerator", "secretGenerator")
                .map(key -> overlay.kustomization().get(key))
                .filter(List.class::isInstance)
                .flatMap(list -> ((List<?>) list).stream())
                .forEach(generator ->
                        assertThat(((Map<?, ?>) generator).get("namespace")).isEqualTo("sluice"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void areAlteredByOverlaysInSizeAndRoleAlone(Folder overlay) {
        Set<String> base = new TreeSet<>();
        Folder.BASE.resources().stream().map(Manifest::id).forEach(base::add);
        for (Manifest patch : overlay.patches()) {
            assertThat(base).as(patch.toString()).contains(patch.id());
            assertThat(altered("", patch.fields()))
                    .as(patch.toString())
                    .allMatch(path ->
                            IDENTITY.contains(path)
                                    || OVERLAYS_MAY_ALTER.stream().anyMatch(path::startsWith));
        }
    }

    /// A container that a patch misnames would be added, not altered.
    @ParameterizedTest
    @MethodSource("overlays")
    void areAlteredUnderTheirOwnContainersNames(Folder overlay) {
        List<String> containers =
                Workload.all().stream().map(Workload::container).map(Container::getName).toList();
        for (Manifest patch : overlay.patches()) {
            assertThat(containerNames(patch.fields())).isSubsetOf(containers);
        }
    }

    /// An image's name is the overlay's and the registry's matter.
    @Test
    void nameNoRegistry() {
        for (Folder folder : Folder.all()) {
            for (Manifest manifest : folder.resources()) {
                assertThat(manifest.fields().toString())
                        .as(manifest.toString())
                        .doesNotContainPattern("image=[^,}]*[.:][^,}]*/");
            }
        }
    }

    private static Stream<String> altered(String path, Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .flatMap(field ->
                                    altered(
                                            path.isEmpty()
                                                    ? field.getKey().toString()
                                                    : path + "." + field.getKey(),
                                            field.getValue()));
            case List<?> list -> list.stream().flatMap(item -> altered(path + "[]", item));
            default -> Stream.of(path);
        };
    }

    private static List<String> containerNames(Map<?, ?> fields) {
        Object at = fields;
        for (String key : List.of("spec", "template", "spec", "containers")) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(key)) {
                return List.of();
            }
            at = map.get(key);
        }
        return ((List<?>) at)
                .stream()
                        .map(container -> String.valueOf(((Map<?, ?>) container).get("name")))
                        .toList();
    }
}
