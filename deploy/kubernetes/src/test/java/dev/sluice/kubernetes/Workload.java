package dev.sluice.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What runs pods of ours: a Deployment, the StatefulSet or the Job.
///
/// @param name without `sluice-`
/// @param template of its pods
/// @param selector that finds them; null for the Job
/// @param claims names of the volumes that each pod claims for itself
record Workload(
        String name,
        PodTemplateSpec template,
        @Nullable LabelSelector selector,
        Set<String> claims) {

    /// All that the base has.
    static List<Workload> all() {
        return Stream.of(modules(), jobs()).flatMap(Collection::stream).toList();
    }

    /// Those that run for ever.
    static List<Workload> modules() {
        return Stream.concat(
                        Folder.BASE.own(Deployment.class).stream().map(Workload::of),
                        Folder.BASE.own(StatefulSet.class).stream().map(Workload::of))
                .toList();
    }

    private static List<Workload> jobs() {
        return Folder.BASE.own(Job.class).stream()
                .map(job ->
                        new Workload(
                                shortName(job.getMetadata().getName()),
                                job.getSpec().getTemplate(),
                                null,
                                Set.of()))
                .toList();
    }

    private static Workload of(Deployment deployment) {
        return new Workload(
                shortName(deployment.getMetadata().getName()),
                deployment.getSpec().getTemplate(),
                deployment.getSpec().getSelector(),
                Set.of());
    }

    private static Workload of(StatefulSet set) {
        return new Workload(
                shortName(set.getMetadata().getName()),
                set.getSpec().getTemplate(),
                set.getSpec().getSelector(),
                set.getSpec().getVolumeClaimTemplates().stream()
                        .map(claim -> claim.getMetadata().getName())
                        .collect(Collectors.toSet()));
    }

    private static String shortName(String name) {
        return name.substring("sluice-".length());
    }

    /// Its one container.
    Container container() {
        List<Container> containers = template.getSpec().getContainers();
        if (containers.size() != 1) {
            throw new IllegalStateException(name + " has " + containers.size() + " containers");
        }
        return containers.getFirst();
    }

    /// The labels of its pods.
    Map<String, String> labels() {
        return template.getMetadata().getLabels();
    }

    /// The names of all its volumes.
    Set<String> volumes() {
        Set<String> names = new HashSet<>(claims);
        template.getSpec().getVolumes().stream().map(Volume::getName).forEach(names::add);
        return names;
    }

    /// A limit of its container.
    Quantity limit(String resource) {
        Quantity limit = container().getResources().getLimits().get(resource);
        if (limit == null) {
            throw new IllegalStateException(name + " has no limit of " + resource);
        }
        return limit;
    }

    @Override
    public String toString() {
        return name;
    }
}
