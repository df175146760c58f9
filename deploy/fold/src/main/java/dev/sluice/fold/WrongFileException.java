package dev.sluice.fold;

/// A delivered file is not as the product page and the description of the format promise.
public final class WrongFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongFileException(String message) {
        super(message);
    }
}
