package dev.sluice.publisher.delivery;

import java.io.InputStream;
import java.util.function.Supplier;

/// The buckets, as far as publishing needs them. Nothing is ever listed, read or deleted.
///
/// Each call is one attempt; whoever calls tries again. Thread-safe. A call ends early, with
/// [StoreOutcome.Unavailable], when its thread is interrupted, and leaves it interrupted.
public interface ObjectStore extends AutoCloseable {

    /// An object's place.
    ///
    /// @param bucket the bucket's name
    /// @param region the bucket's region
    /// @param key the object's key
    record Place(String bucket, String region, String key) {

        @Override
        public String toString() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /// What to store.
    ///
    /// @param length in bytes
    /// @param sha256 in hexadecimal; the store refuses bytes that do not have it
    /// @param type the media type
    /// @param bytes gives a new stream each time, from the beginning
    record Content(long length, String sha256, String type, Supplier<InputStream> bytes) {}

    /// Stores an object, in place of one that is there.
    StoreOutcome put(Place target, Content content);

    /// Copies an object without moving its bytes through this process, in place of one that is
    /// there.
    StoreOutcome copy(Place source, Place target);

    @Override
    void close();
}
