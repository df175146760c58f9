package dev.sluice.capture;

import dev.sluice.config.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// What [KillTest] runs in a JVM that it kills.
public final class CaptureProcess {

    private CaptureProcess() {}

    /// Captures what a configuration says until it is killed.
    ///
    /// @param arguments the configuration's file
    public static void main(String[] arguments) throws Exception {
        Document document =
                Document.parse("sluice.yaml", Files.readString(Path.of(arguments[0])), Map.of());
        var config = CaptureConfig.from(document.root());
        document.check();
        new Capture(config.get(), Clock.systemUTC()).run();
    }
}
