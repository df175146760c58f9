package dev.sluice.capture.reading;

import dev.sluice.record.PendingReading;
import dev.sluice.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Enters the tables that have to be read because they were not captured until now. A table that no
/// longer is captured is entered at once, for the day it comes back: until then its rows stay as
/// they are, and it has no files, like any table that is not yet read.
public final class NewTables {

    private NewTables() {}

    /// The readings that are pending when capture goes on.
    ///
    /// @param pending those that were
    /// @param captured the tables that are captured from now on
    /// @param defined those that have a definition, since they were captured once
    public static List<PendingReading> enter(
            List<PendingReading> pending, Set<TableName> captured, Set<TableName> defined) {
        Set<TableName> unread = new TreeSet<>();
        for (TableName table : captured) {
            if (!defined.contains(table)) {
                unread.add(table);
            }
        }
        for (TableName table : defined) {
            if (!captured.contains(table)) {
                unread.add(table);
            }
        }
        List<PendingReading> entered = new ArrayList<>(pending);
        for (TableName table : unread) {
            List<String> requests = new ArrayList<>();
            entered.stream()
                    .filter(reading -> reading.getTable().equals(table.toString()))
                    .forEach(reading -> requests.addAll(reading.getRequests()));
            entered.removeIf(reading -> reading.getTable().equals(table.toString()));
            entered.add(new PendingReading(table.toString(), null, 0, 0L, requests));
        }
        return List.copyOf(entered);
    }
}
