package dev.sluice.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// Sets up logging: Sluice's own lines from INFO on, those of libraries from WARN on.
public final class Logs {

    private static final String TEXT = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg %kvp%n%ex";

    private Logs() {}

    /// Logs to standard error.
    public static void toStandardError(LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        install(context, appender, format);
    }

    /// Logs to a file, which is begun anew, as text.
    public static void toFile(Path file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        appender.setAppend(false);
        install(context, appender, LogFormat.TEXT);
    }

    private static void install(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, LogFormat format) {
        context.reset();
        appender.setContext(context);
        appender.setEncoder(encoder(context, format));
        appender.start();
        context.getLogger("dev.sluice").setLevel(Level.INFO);
        quiet(context, "org.apache.kafka.common.utils.AppInfoParser");
        // Names every setting of a client that another client of the process would understand.
        quiet(context, "org.apache.kafka.clients.consumer.ConsumerConfig");
        quiet(context, "org.apache.kafka.clients.producer.ProducerConfig");
        quiet(context, "org.apache.kafka.clients.admin.AdminClientConfig");
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
    }

    private static void quiet(LoggerContext context, String logger) {
        context.getLogger(logger).setLevel(Level.ERROR);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
        Encoder<ILoggingEvent> encoder =
                switch (format) {
                    case TEXT -> {
                        PatternLayoutEncoder text = new PatternLayoutEncoder();
                        text.setPattern(TEXT);
                        yield text;
                    }
                    case JSON -> new JsonLineEncoder();
                };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
