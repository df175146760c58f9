package dev.sluice.capture.stream;

/// The source committed in the future: its clock and ours disagree so far that cuts would freeze.
public final class CommitTimeException extends RuntimeException {

    CommitTimeException(String message) {
        super(message);
    }
}
