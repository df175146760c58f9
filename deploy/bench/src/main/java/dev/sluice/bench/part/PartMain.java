package dev.sluice.bench.part;

import dev.sluice.app.log.LogFormat;
import dev.sluice.app.log.Logs;
import dev.sluice.app.shell.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program of a part's process. It is to stop when its standard input ends, which also happens
/// when whoever started it is killed.
public final class PartMain {

    private static final Logger LOG = LoggerFactory.getLogger(PartMain.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(50);

    private PartMain() {}

    /// Runs the part of this class name, with the other arguments.
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ReflectiveOperationException {
        Logs.toStandardError(LogFormat.TEXT);
        Stop stop = new Stop();
        Thread.ofPlatform().daemon().name("stop").start(() -> stopAtEndOfInput(stop));
        Part part =
                Class.forName(arguments[0])
                        .asSubclass(Part.class)
                        .getDeclaredConstructor()
                        .newInstance();
        int status = 1;
        try {
            part.run(
                    List.of(arguments).subList(1, arguments.length),
                    stop,
                    line -> {
                        System.out.println(line);
                        System.out.flush();
                    });
            status = 0;
        } catch (IOException | RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("part", arguments[0]).log("A part failed");
        }
        System.exit(status);
    }

    private static void stopAtEndOfInput(Stop stop) {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
            stop.request();
            Thread.sleep(STOP_WITHIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
