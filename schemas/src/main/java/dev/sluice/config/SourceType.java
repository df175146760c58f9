package dev.sluice.config;

/// The kinds of database that can be a source.
public enum SourceType {
    /// PostgreSQL 14 or later, by logical replication (`pgoutput`).
    POSTGRES
}
