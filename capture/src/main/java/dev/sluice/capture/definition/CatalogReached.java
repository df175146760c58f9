package dev.sluice.capture.definition;

/// The log has come to where the catalog is today's: a term that was made for an older one ends.
public final class CatalogReached extends RuntimeException {

    public CatalogReached() {
        super("captured tables were altered");
    }
}
