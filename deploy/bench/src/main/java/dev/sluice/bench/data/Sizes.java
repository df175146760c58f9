package dev.sluice.bench.data;

/// How much there is to do.
///
/// @param rows of `check_results`, over all its tables
/// @param changes of a backlog
/// @param tenants of skewed size
/// @param tables at least 3: services, teams, and the others check results
public record Sizes(int rows, int changes, int tenants, int tables) {

    public Sizes {
        if (rows < 1 || changes < 1 || tenants < 1 || tables < 3) {
            throw new IllegalArgumentException(
                    "rows, changes and tenants are at least 1 and tables at least 3, not %d, %d, %d and %d"
                            .formatted(rows, changes, tenants, tables));
        }
    }
}
