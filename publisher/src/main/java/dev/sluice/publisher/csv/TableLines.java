package dev.sluice.publisher.csv;

import dev.sluice.config.TableConfig;
import dev.sluice.publisher.definitions.Definitions;
import dev.sluice.publisher.row.RowView;
import dev.sluice.record.TableDefinition;
import java.util.HashMap;
import java.util.Map;

/// The lines of one table's rows, of whichever version, in the layout that the table has at a cut.
/// Not thread-safe.
public final class TableLines {

    private final Definitions definitions;
    private final TableDefinition atCut;
    private final Layout layout;
    private final Map<Integer, LineWriter> writers = new HashMap<>();

    /// @param definitions know the versions that rows name
    /// @param atCut the table as it is at the cut
    /// @param config what the configuration says of it
    public TableLines(Definitions definitions, TableDefinition atCut, TableConfig config) {
        this.definitions = definitions;
        this.atCut = atCut;
        this.layout = Layout.of(atCut, config);
    }

    /// The layout.
    public Layout layout() {
        return layout;
    }

    /// The definition's version that the layout is of.
    public int version() {
        return atCut.getVersion();
    }

    /// Writes a live row's line.
    public void live(RowView row, CsvBuffer out) throws InterruptedException {
        writer(row.version()).live(row, out);
    }

    /// Writes a deletion's line.
    ///
    /// @param id the row's primary key as [dev.sluice.key.RowId] text
    public void deletion(RowView row, String id, CsvBuffer out) throws InterruptedException {
        writer(row.version()).deletion(row, id, out);
    }

    private LineWriter writer(int version) throws InterruptedException {
        LineWriter writer = writers.get(version);
        if (writer == null) {
            writer = new LineWriter(layout, definitions.version(atCut.getTable(), version));
            writers.put(version, writer);
        }
        return writer;
    }
}
