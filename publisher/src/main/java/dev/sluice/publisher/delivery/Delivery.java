package dev.sluice.publisher.delivery;

import dev.sluice.cut.Cut;
import dev.sluice.publisher.delivery.StoreOutcome.Done;
import dev.sluice.publisher.delivery.StoreOutcome.Failed;
import dev.sluice.publisher.delivery.StoreOutcome.Refused;
import dev.sluice.publisher.file.PushPath;
import dev.sluice.record.Push;
import dev.sluice.record.PushedFile;
import java.util.HashSet;
import java.util.Set;

/// One push on its way: every file is copied from the processing bucket, then the manifest. An
/// attempt that follows a failed one does not copy again what has arrived already. Not thread-safe.
final class Delivery {

    private final ObjectStore store;
    private final Destination destination;
    private final Push push;
    private final Set<String> arrived = new HashSet<>();

    Delivery(ObjectStore store, Destination destination, Push push) {
        this.store = store;
        this.destination = destination;
        this.push = push;
    }

    /// Makes one attempt, up to the first file that fails.
    StoreOutcome attempt() {
        if (Credentials.of(destination.tenant()) instanceof Credentials.Role(String arn)) {
            return new Refused(
                    "this version delivers with the publisher's own credentials only and cannot assume the role "
                            + arn
                            + "; remove role and external_id to use them");
        }
        for (PushedFile file : push.getFiles()) {
            if (copy(file.getPath(), file.getSha256()) instanceof Failed failed) {
                return failed;
            }
        }
        return copy(
                PushPath.manifest(push.getType(), new Cut(push.getCut())),
                push.getManifestSha256());
    }

    private StoreOutcome copy(String path, String sha256) {
        if (arrived.contains(path)) {
            return new Done();
        }
        if (Thread.currentThread().isInterrupted()) {
            return new StoreOutcome.Unavailable("the delivery was called off");
        }
        StoreOutcome outcome =
                store.copy(destination.staged(path, sha256), destination.delivered(path));
        if (outcome instanceof Done) {
            arrived.add(path);
        }
        return outcome;
    }
}
