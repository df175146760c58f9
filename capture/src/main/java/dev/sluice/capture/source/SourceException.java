package dev.sluice.capture.source;

/// The source, or what the configuration says of it, has to be mended by a person before capture
/// can run. The message names what is wrong and what to do; several mistakes stand on lines of
/// their own.
public final class SourceException extends RuntimeException {

    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
