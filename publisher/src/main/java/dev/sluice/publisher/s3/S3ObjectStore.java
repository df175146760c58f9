package dev.sluice.publisher.s3;

import dev.sluice.config.ByteSize;
import dev.sluice.publisher.delivery.Credentials;
import dev.sluice.publisher.delivery.Credentials.Own;
import dev.sluice.publisher.delivery.Credentials.Role;
import dev.sluice.publisher.delivery.FailureCause;
import dev.sluice.publisher.delivery.ObjectStore;
import dev.sluice.publisher.delivery.StoreOutcome;
import dev.sluice.publisher.delivery.StoreOutcome.Done;
import dev.sluice.publisher.delivery.StoreOutcome.Refused;
import dev.sluice.publisher.delivery.StoreOutcome.Unavailable;
import java.time.Clock;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/// The buckets behind the S3 protocol, in the publisher's own name or in that of customers' roles,
/// which STS lends it.
public final class S3ObjectStore implements ObjectStore {

    private static final int NOT_FOUND = 404;

    private final Clients clients;
    private final Sessions sessions;
    private final ByteSize largest;
    private final boolean amazons;

    /// @param region the vendor's own, in which STS is asked
    /// @param largest what is uploaded or copied in one piece; a larger object goes in parts of
    ///   this size
    /// @param clock tells when sessions are to be renewed
    public S3ObjectStore(AwsConfig config, String region, ByteSize largest, Clock clock) {
        this.clients = new Clients(config, region);
        this.sessions = new Sessions(clients.sts(), clock);
        this.largest = largest;
        this.amazons = config.s3Endpoint().isEmpty();
    }

    @Override
    public StoreOutcome put(Place target, Content content) {
        return put(new Own(), target, content);
    }

    /// Stores an object in somebody's name, in place of one that is there.
    public StoreOutcome put(Credentials as, Place target, Content content) {
        return attempt(
                "storing " + target,
                as,
                caller ->
                        new Uploader(clients.s3(target.region()), caller, largest)
                                .put(target, content));
    }

    @Override
    public StoreOutcome copy(Credentials as, Copy copy) {
        return attempt(
                "copying " + copy.source() + " to " + copy.target(),
                as,
                caller ->
                        new Copier(clients.s3(copy.target().region()), caller, largest, amazons)
                                .copy(copy));
    }

    @Override
    public StoreOutcome find(Place place) {
        return attempt(
                "looking for " + place,
                new Own(),
                caller ->
                        caller.call(identity ->
                                clients.s3(place.region())
                                        .headObject(request ->
                                                request.overrideConfiguration(identity)
                                                        .bucket(place.bucket())
                                                        .key(place.key())
                                                        .expectedBucketOwner(
                                                                place.owner().orElse(null)))));
    }

    /// Reads an object in somebody's name and throws away what it reads: whether it may.
    public StoreOutcome read(Credentials as, Place place) {
        return attempt(
                "reading " + place,
                as,
                caller ->
                        caller.call(identity ->
                                clients.s3(place.region())
                                        .getObject(
                                                request ->
                                                        request.overrideConfiguration(identity)
                                                                .bucket(place.bucket())
                                                                .key(place.key())
                                                                .expectedBucketOwner(
                                                                        place.owner().orElse(null)),
                                                ResponseTransformer.toBytes())));
    }

    /// Assumes a role anew and drops its session: whether it may be assumed.
    public StoreOutcome assume(Role role) {
        return attempt("assuming " + role.arn(), new Own(), _ -> clients.sts().assume(role));
    }

    private StoreOutcome attempt(String what, Credentials as, Consumer<Caller> call) {
        Caller caller = new Caller(as, clients.own(), sessions);
        try {
            call.accept(caller);
            return new Done();
        } catch (NoSessionException e) {
            return e.outcome();
        } catch (AwsServiceException e) {
            StoreOutcome.Failed failed =
                    e.statusCode() == NOT_FOUND && Answers.code(e).isEmpty()
                            ? notFound(what)
                            : Answers.outcome(what, e);
            if (failed instanceof Refused) {
                caller.forget();
            }
            return failed;
        } catch (NotTheBytesException e) {
            return new Unavailable(FailureCause.CHECKSUM, what + ": " + e.getMessage());
        } catch (SdkException e) {
            // No answer at all: network, time-out, credentials that cannot be had, interruption.
            return new Unavailable(what + ": " + e.getMessage());
        } catch (CancellationException e) {
            // The HTTP client's word for an interrupt while it waits for a connection.
            Thread.currentThread().interrupt();
            return new Unavailable(what + ": interrupted");
        }
    }

    /// The answer to a look has no body that could say more.
    private static Refused notFound(String what) {
        return new Refused(
                FailureCause.NOT_STAGED, what + ": S3 answered 404; the object is not there");
    }

    @Override
    public void close() {
        clients.close();
    }
}
