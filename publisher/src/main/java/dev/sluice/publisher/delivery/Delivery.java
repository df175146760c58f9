package dev.sluice.publisher.delivery;

import dev.sluice.cut.Cut;
import dev.sluice.publisher.delivery.ObjectStore.Copy;
import dev.sluice.publisher.delivery.ObjectStore.Place;
import dev.sluice.publisher.delivery.StoreOutcome.Done;
import dev.sluice.publisher.delivery.StoreOutcome.Failed;
import dev.sluice.publisher.delivery.StoreOutcome.Refused;
import dev.sluice.publisher.file.PushPath;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.manifest.Manifest;
import dev.sluice.record.Push;
import dev.sluice.record.PushedFile;
import java.util.HashSet;
import java.util.Set;

/// One push on its way: every file is copied from the processing bucket, then the manifest. An
/// attempt that follows a failed one does not copy again what has arrived already. Not thread-safe.
final class Delivery {

    private final ObjectStore store;
    private final Destination destination;
    private final LedgerEntry entry;
    private final Set<String> arrived = new HashSet<>();

    Delivery(ObjectStore store, Destination destination, LedgerEntry entry) {
        this.store = store;
        this.destination = destination;
        this.entry = entry;
    }

    /// Makes one attempt, up to the first file that fails.
    StoreOutcome attempt() {
        Push push = entry.push();
        if (!isOfTheDestinationsTenant(push)) {
            return new Refused(
                    FailureCause.FOREIGN,
                    "the push was made for tenant \"%s\" (key \"%s\") and would go to tenant \"%s\" (key \"%s\"); give the tenant its former id back"
                            .formatted(
                                    push.getTenantId(),
                                    entry.key().tenant(),
                                    destination.tenant().id(),
                                    destination.tenant().key()));
        }
        for (PushedFile file : push.getFiles()) {
            if (copy(file.getPath(), file.getBytes(), file.getSha256()) instanceof Failed failed) {
                return failed;
            }
        }
        return copy(
                PushPath.manifest(push.getType(), new Cut(push.getCut())),
                Manifest.of(push).length,
                push.getManifestSha256());
    }

    /// What is staged lies under the account and the id of the tenant that it was made for: a push
    /// that is this tenant's own is looked for among nobody else's files.
    private boolean isOfTheDestinationsTenant(Push push) {
        return entry.key().tenant().equals(destination.tenant().key())
                && push.getTenantId().equals(destination.tenant().id().value());
    }

    private StoreOutcome copy(String path, long length, String sha256) {
        if (arrived.contains(path)) {
            return new Done();
        }
        if (Thread.currentThread().isInterrupted()) {
            return new StoreOutcome.Unavailable("the delivery was called off");
        }
        Place staged = destination.staged(path, sha256);
        StoreOutcome outcome =
                store.copy(
                        destination.credentials(),
                        new Copy(staged, destination.delivered(path), length, sha256));
        if (outcome instanceof Done) {
            arrived.add(path);
        }
        return outcome instanceof Refused refused ? whoseFault(refused, staged) : outcome;
    }

    /// A role that may not list the processing bucket hears of a file that is not there that it may
    /// not read it: so the publisher looks itself before the customer is blamed.
    private StoreOutcome whoseFault(Refused refused, Place staged) {
        if (refused.cause() != FailureCause.DENIED) {
            return refused;
        }
        return store.find(staged) instanceof Refused gone && gone.cause() == FailureCause.NOT_STAGED
                ? gone
                : refused;
    }
}
