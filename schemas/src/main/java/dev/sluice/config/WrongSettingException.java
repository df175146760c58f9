package dev.sluice.config;

/// A setting was used whose mistake is noted: [Document#check()] was not called before.
public final class WrongSettingException extends IllegalStateException {

    WrongSettingException() {
        super("a setting is used that is wrong; Document.check() says what is wrong with it");
    }
}
