package dev.sluice.capture;

import dev.sluice.config.Document;
import dev.sluice.config.TablesConfig;
import java.util.List;
import java.util.Map;

/// The tables of a configuration, whose tenant column is `account_id`.
public final class TestTables {

    private TestTables() {}

    /// Tables by name and what is said of each, e.g. `t: { exclude: [note] }`.
    public static TablesConfig of(String... tables) {
        Document document =
                Document.parse(
                        "test.yaml",
                        "tables: {%s}".formatted(String.join(", ", List.of(tables))),
                        Map.of());
        var setting = TablesConfig.from(document.root());
        document.check();
        return setting.get();
    }
}
