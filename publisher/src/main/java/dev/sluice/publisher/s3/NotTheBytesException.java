package dev.sluice.publisher.s3;

/// What was stored is not, or not certainly, what was meant.
final class NotTheBytesException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotTheBytesException(String message) {
        super(message);
    }
}
