package dev.sluice.capture.debezium;

/// A table was altered since the catalog was read. The catalog is read again when the engine is
/// rebuilt.
public final class ColumnsChanged extends RuntimeException {

    ColumnsChanged(String message) {
        super(message);
    }
}
