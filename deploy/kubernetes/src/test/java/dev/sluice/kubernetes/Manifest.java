package dev.sluice.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// One object of a file: as it stands there, and as Kubernetes' model has it.
///
/// @param file the file that it is in
/// @param fields the YAML
/// @param object the same, typed
record Manifest(Path file, Map<?, ?> fields, HasMetadata object) {

    /// What our manifests are made of, by `apiVersion/kind`.
    private static final Map<String, Class<? extends HasMetadata>> KINDS =
            Stream.of(
                            Namespace.class,
                            ServiceAccount.class,
                            ConfigMap.class,
                            Service.class,
                            Deployment.class,
                            StatefulSet.class,
                            Job.class,
                            PodDisruptionBudget.class,
                            NetworkPolicy.class,
                            HorizontalPodAutoscaler.class)
                    .collect(
                            Collectors.toMap(
                                    type ->
                                            HasMetadata.getApiVersion(type)
                                                    + "/"
                                                    + HasMetadata.getKind(type),
                                    type -> type));

    /// The models take any field that they do not know and keep it; this reader refuses it.
    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .annotationIntrospector(
                            new JacksonAnnotationIntrospector() {
                                @Override
                                public Boolean hasAnySetter(Annotated member) {
                                    return false;
                                }
                            })
                    .build();

    /// The objects of a file.
    ///
    /// @throws IllegalArgumentException if one has a field or a kind that there is not
    static List<Manifest> in(Path file) {
        List<Manifest> manifests = new ArrayList<>();
        for (Object document : documents(file)) {
            if (document instanceof Map<?, ?> fields) {
                manifests.add(new Manifest(file, fields, typed(file, fields)));
            }
        }
        return manifests;
    }

    /// The YAML documents of a file.
    static List<Object> documents(Path file) {
        try {
            List<Object> documents = new ArrayList<>();
            new Yaml(new SafeConstructor(new LoaderOptions()))
                    .loadAll(Files.readString(file))
                    .forEach(documents::add);
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HasMetadata typed(Path file, Map<?, ?> fields) {
        String kind = fields.get("apiVersion") + "/" + fields.get("kind");
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException(
                    "%s: %s is none of %s".formatted(file, kind, KINDS.keySet()));
        }
        try {
            return STRICT.convertValue(fields, type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /// Kind and name.
    String id() {
        return object.getKind() + "/" + object.getMetadata().getName();
    }

    @Override
    public String toString() {
        return file.getFileName() + " " + id();
    }
}
