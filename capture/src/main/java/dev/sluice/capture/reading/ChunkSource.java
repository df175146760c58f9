package dev.sluice.capture.reading;

import java.util.Optional;

/// Reads chunks of tables. Each answer is announced by a message in the log, with the prefix
/// [dev.sluice.capture.source.LogMessages#READING], that is written after what it announces was
/// read: what the answer saw committed lies before the message.
public interface ChunkSource {

    /// Has it do something; the answer comes by the log. One thing at a time.
    void ask(Ask ask);

    /// The answer that a message announces; nothing if the message is another's. It is given once.
    Optional<Answer> announcedBy(String message);
}
