package dev.sluice.capture.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// What stays the same as long as a source's log is one unbroken history for us.
///
/// @param system the cluster, by the identifier that it got when it was made
/// @param timeline changes when the cluster is restored to a point in time, or a standby takes over
/// @param publication changes when the publication is made anew; 0 while there is none
record History(String system, String timeline, String publication) {

    private static final String NOW =
            """
            SELECT concat_ws('/',
                (SELECT system_identifier FROM pg_control_system()),
                left(pg_walfile_name(pg_current_wal_lsn()), 8),
                coalesce((SELECT oid FROM pg_publication WHERE pubname = ?), 0))
            """;

    /// The one that the source is in.
    static History read(Connection connection, String publication) throws SQLException {
        return parse(Sql.text(connection, NOW, publication));
    }

    private static History parse(String text) {
        String[] parts = text.split("/", -1);
        return new History(parts[0], parts[1], parts[2]);
    }

    /// How this one differs from the one in which capture stands.
    ///
    /// @param captured as [#toString] wrote it; empty if it was not noted
    Optional<String> breakSince(String captured) {
        if (captured.isEmpty()) {
            return Optional.empty();
        }
        History before = parse(captured);
        if (!system.equals(before.system)) {
            return Optional.of(
                    "the source is another database cluster (system identifier %s, before %s)"
                            .formatted(system, before.system));
        }
        if (!timeline.equals(before.timeline)) {
            return Optional.of(
                    "the source was restored to an earlier point, or a standby took over (timeline %s, before %s)"
                            .formatted(timeline, before.timeline));
        }
        if (!publication.equals(before.publication)) {
            return Optional.of(
                    publication.equals("0")
                            ? "the publication was dropped"
                            : "the publication was dropped and made anew");
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return String.join("/", system, timeline, publication);
    }
}
