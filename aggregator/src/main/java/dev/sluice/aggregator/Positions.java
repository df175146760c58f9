package dev.sluice.aggregator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/// Writes down where the aggregator starts, once: at the beginning of each partition that it has no
/// position in. From then on no position is ever set by anything but its own commits, so that what
/// retention takes away unread stops it, instead of being skipped.
///
/// Should positions be lost (a broker forgets those of a group that was away for its
/// `offsets.retention.minutes`), reading begins again at records that the stores have seen, and the
/// checks on the marks stop at the first of them.
final class Positions {

    private final Admin admin;
    private final String group;

    Positions(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /// Sets the missing ones of some topics. Another instance that is already running has done so.
    void setMissing(List<String> topics, int partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> known =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, OffsetSpec> missing = new HashMap<>();
        for (String topic : topics) {
            for (int partition = 0; partition < partitions; partition++) {
                TopicPartition place = new TopicPartition(topic, partition);
                if (known.get(place) == null) {
                    missing.put(place, OffsetSpec.earliest());
                }
            }
        }
        if (!missing.isEmpty()) {
            commit(admin.listOffsets(missing).all().get());
        }
    }

    private void commit(Map<TopicPartition, ListOffsetsResultInfo> beginnings)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> first =
                beginnings.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        at -> new OffsetAndMetadata(at.getValue().offset())));
        try {
            admin.alterConsumerGroupOffsets(group, first).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownMemberIdException)
                    && !(e.getCause() instanceof GroupNotEmptyException)) {
                throw e;
            }
        }
    }
}
