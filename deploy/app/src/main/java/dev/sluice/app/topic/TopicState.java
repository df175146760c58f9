package dev.sluice.app.topic;

import dev.sluice.topic.TopicSpec;
import java.util.List;

/// How a topic of the broker compares with what is needed.
public sealed interface TopicState {

    /// What is needed.
    TopicSpec spec();

    /// It is as needed.
    record Good(TopicSpec spec) implements TopicState {}

    /// There is none.
    record Missing(TopicSpec spec) implements TopicState {}

    /// It has another number of partitions.
    ///
    /// @param found how many it has
    record WrongCount(TopicSpec spec, int found) implements TopicState {

        /// What is wrong, and what to do.
        public String message() {
            return "topic %s has %d partitions and needs %d; a count never changes, since keys would move: set kafka.partitions to what it is, or use another kafka.prefix"
                    .formatted(spec.name(), found, spec.partitions());
        }
    }

    /// Settings differ.
    ///
    /// @param differences each in words
    record Differs(TopicSpec spec, List<String> differences) implements TopicState {

        public Differs {
            differences = List.copyOf(differences);
        }
    }
}
