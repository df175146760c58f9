package dev.sluice.embedded;

import java.util.Map;

/// What both kinds of PostgreSQL have in common.
final class PostgresSettings {

    static final String DATABASE = "app";

    static final Map<String, String> COMMON =
            Map.of(
                    "wal_level", "logical",
                    "max_wal_senders", "20",
                    "max_replication_slots", "20",
                    "max_connections", "200",
                    "synchronous_commit", "on",
                    "timezone", "UTC",
                    "jit", "off");

    private PostgresSettings() {}
}
