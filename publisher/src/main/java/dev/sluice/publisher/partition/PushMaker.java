package dev.sluice.publisher.partition;

import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import dev.sluice.publisher.delivery.Destination;
import dev.sluice.publisher.delivery.ObjectStore.Content;
import dev.sluice.publisher.delivery.Staging.Upload;
import dev.sluice.publisher.file.BuiltFile;
import dev.sluice.publisher.file.PushPath;
import dev.sluice.publisher.gzip.GzipWriter;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.PushStates;
import dev.sluice.publisher.manifest.Manifest;
import dev.sluice.record.CutReached;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import dev.sluice.record.PushedFile;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Makes of the files of one tenant at one cut a push: its ledger entry, its manifest, and what is
/// to be uploaded.
///
/// @param mark of the cut
/// @param deltasFrom the first offset of the window in `deltas`
/// @param deltasTo the offset after the mark
/// @param exceptions what the mark says that the promises do not hold for
record PushMaker(CutReached mark, long deltasFrom, long deltasTo, Exceptions exceptions) {

    private static final String GZIP = "application/gzip";
    private static final String JSON = "application/json";

    /// A push, ready to be staged.
    ///
    /// @param entry for the ledger, as it will be when everything is uploaded
    /// @param uploads the files and the manifest
    record Made(LedgerEntry entry, List<Upload> uploads) {}

    /// What a push brings, and what it may lack.
    ///
    /// @param files in the order of the manifest
    /// @param skipped the skipped records that it has to name
    record Substance(List<BuiltFile> files, List<String> skipped) {}

    /// Makes a push.
    ///
    /// @param previousPush the cut of the tenant's push before this one
    /// @param base the full push that it builds on; for a full push, its own cut
    /// @param reason why it is made at this cut, if not because its time has come; else empty
    Made make(
            PushType type,
            Destination destination,
            Cut previousPush,
            Cut base,
            Substance substance,
            String reason,
            Instant now) {
        Cut cut = new Cut(mark.getCut());
        List<Upload> uploads = new ArrayList<>();
        List<PushedFile> pushed = new ArrayList<>();
        for (BuiltFile file : substance.files()) {
            String path = PushPath.table(type, cut, file.table());
            pushed.add(pushedFile(file, path));
            uploads.add(new Upload(destination.staged(path, file.sums().sha256()), content(file)));
        }
        Push unsigned =
                Push.newBuilder()
                        .setType(type)
                        .setCut(mark.getCut())
                        .setState(PushState.STAGED)
                        .setPosition(mark.getPosition())
                        .setTenantId(destination.tenant().id().value())
                        .setPreviousCut(mark.getPrevious())
                        .setPreviousPush(previousPush.epochSecond())
                        .setBase(base.epochSecond())
                        .setFiles(pushed)
                        .setManifestSha256("")
                        .setCompressor(GzipWriter.COMPRESSOR)
                        .setDeltasFrom(deltasFrom)
                        .setDeltasTo(deltasTo)
                        .setAttempts(0)
                        .setReason(reason)
                        .setRequestedAt(0)
                        .setStagedAt(PushStates.micros(now))
                        .setDeliveredAt(0)
                        .setNextAttemptAt(0)
                        .setRereading(exceptions.rereading())
                        .setSkipped(substance.skipped())
                        .build();
        byte[] manifest = Manifest.of(unsigned);
        String sha256 = sha256(manifest);
        uploads.add(
                new Upload(
                        destination.staged(PushPath.manifest(type, cut), sha256),
                        new Content(
                                manifest.length,
                                sha256,
                                JSON,
                                () -> new ByteArrayInputStream(manifest))));
        Push push = Push.newBuilder(unsigned).setManifestSha256(sha256).build();
        PushKey key = new PushKey(destination.tenant().key(), type, cut);
        return new Made(new LedgerEntry(key, push), uploads);
    }

    private static PushedFile pushedFile(BuiltFile file, String path) {
        return PushedFile.newBuilder()
                .setTable(file.table())
                .setPath(path)
                .setColumns(file.columns())
                .setRows(file.rows())
                .setDeletions(file.deletions())
                .setTextBytes(file.sums().textBytes())
                .setBytes(file.sums().bytes())
                .setTextSha256(file.sums().textSha256())
                .setSha256(file.sums().sha256())
                .build();
    }

    private static Content content(BuiltFile file) {
        return new Content(file.sums().bytes(), file.sums().sha256(), GZIP, file.slice()::open);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
