package dev.sluice.bench.part;

import java.util.List;

/// A part and what it is given.
///
/// @param name in messages and of its log, e.g. `capture`
/// @param heapMebibytes what its heap may take
public record Program(
        String name, int heapMebibytes, Class<? extends Part> part, List<String> arguments) {

    public Program {
        arguments = List.copyOf(arguments);
    }
}
