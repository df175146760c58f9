package dev.sluice.publisher.delivery;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/// The buckets, as far as publishing needs them. Nothing is ever listed or deleted, and of a
/// customer's bucket nothing is read.
///
/// Each call is one attempt; whoever calls tries again. Thread-safe. A call ends early, with
/// [StoreOutcome.Unavailable], when its thread is interrupted, and leaves it interrupted.
public interface ObjectStore extends AutoCloseable {

    /// An object's place.
    ///
    /// @param bucket the bucket's name
    /// @param region the bucket's region
    /// @param owner the account that the bucket has to belong to, or every request is refused;
    ///   nothing for whomever
    /// @param key the object's key
    record Place(String bucket, String region, Optional<String> owner, String key) {

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

    /// What to copy.
    ///
    /// @param source from where
    /// @param target where to, in place of an object that is there
    /// @param length of the object, in bytes
    /// @param sha256 of the object, in hexadecimal
    record Copy(Place source, Place target, long length, String sha256) {}

    /// Stores an object in the publisher's own name, in place of one that is there.
    StoreOutcome put(Place target, Content content);

    /// Copies an object without moving its bytes through this process. Of the target's bucket
    /// nothing else is asked, and of the source's nothing but the object.
    StoreOutcome copy(Credentials as, Copy copy);

    /// Looks, in the publisher's own name, whether an object is there: [StoreOutcome.Refused] with
    /// [FailureCause#NOT_STAGED] if it is not.
    StoreOutcome find(Place place);

    @Override
    void close();
}
