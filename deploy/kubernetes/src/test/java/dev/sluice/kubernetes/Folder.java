package dev.sluice.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A folder with a `kustomization.yaml`.
///
/// @param path of the folder
/// @param kustomization its content
record Folder(Path path, Map<?, ?> kustomization) {

    static final Folder BASE = at("base");
    static final Folder LOCAL = at("overlays/local");
    static final Folder PRODUCTION = at("overlays/production");

    private static Folder at(String name) {
        Path path = Path.of("").toAbsolutePath().resolve(name);
        Object content = Manifest.documents(path.resolve("kustomization.yaml")).getFirst();
        return new Folder(path, (Map<?, ?>) content);
    }

    static List<Folder> all() {
        return List.of(BASE, LOCAL, PRODUCTION);
    }

    static List<Folder> overlays() {
        return List.of(LOCAL, PRODUCTION);
    }

    /// The objects that this folder adds.
    List<Manifest> resources() {
        return manifests("resources");
    }

    /// What this folder alters of the base's objects.
    List<Manifest> patches() {
        return manifests("patchesStrategicMerge");
    }

    private List<Manifest> manifests(String key) {
        return texts(key).map(path::resolve).flatMap(file -> Manifest.in(file).stream()).toList();
    }

    /// The objects that this folder adds to Sluice's own namespace.
    <T extends HasMetadata> List<T> own(Class<T> type) {
        return resources().stream()
                .map(Manifest::object)
                .filter(type::isInstance)
                .map(type::cast)
                .filter(object -> "sluice".equals(object.getMetadata().getNamespace()))
                .toList();
    }

    /// The files that the kustomization names, of every kind.
    List<String> named() {
        return Stream.of(
                        texts("resources"),
                        texts("patchesStrategicMerge"),
                        generated("configMapGenerator"),
                        generated("secretGenerator"))
                .flatMap(names -> names)
                .toList();
    }

    private Stream<String> generated(String key) {
        return list(key)
                .map(generator -> ((Map<?, ?>) generator).get("files"))
                .flatMap(files -> files instanceof List<?> some ? some.stream() : Stream.empty())
                .map(String::valueOf);
    }

    private Stream<String> texts(String key) {
        return list(key).map(String::valueOf);
    }

    private Stream<?> list(String key) {
        return kustomization.get(key) instanceof List<?> list ? list.stream() : Stream.empty();
    }

    /// The files that there are.
    List<String> files() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
