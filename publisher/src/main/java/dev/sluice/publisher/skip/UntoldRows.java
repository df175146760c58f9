package dev.sluice.publisher.skip;

import dev.sluice.record.SkippedRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rows of which a record was skipped and that have not been told anew since. Not thread-safe.
public final class UntoldRows {

    private final Set<String> before;
    private final List<SkippedRecord> skipped = new ArrayList<>();

    /// @param before the keys of those whose record was skipped before what is read now
    public UntoldRows(Collection<String> before) {
        this.before = new HashSet<>(before);
    }

    /// A record was skipped.
    public void skip(SkippedRecord record) {
        skipped.add(record);
    }

    /// A row was told anew.
    ///
    /// @param key its key in the topic, UTF-8
    public void tell(byte[] key) {
        if (!before.isEmpty() || !skipped.isEmpty()) {
            String text = new String(key, StandardCharsets.UTF_8);
            before.remove(text);
            skipped.removeIf(record -> text.equals(record.getKey()));
        }
    }

    /// Of the keys from before, those that were not told anew.
    public Set<String> before() {
        return Set.copyOf(before);
    }

    /// The records that were skipped and whose rows were not told anew after them.
    public List<SkippedRecord> skipped() {
        return List.copyOf(skipped);
    }
}
