package dev.sluice.config;

import java.util.Optional;
import java.util.function.Function;

/// A setting as it was read: given, absent, or wrong, in which case its mistake is noted already. A
/// setting that is wrong stays wrong through everything made of it, so that reading goes on and
/// finds all mistakes; [Document#check()] then reports them.
///
/// @param <T> what the setting holds
public sealed interface Setting<T> {

    /// One that the file has.
    ///
    /// @param found how a message may name the value; never a secret
    record Given<T>(Place place, String found, T value) implements Setting<T> {

        @Override
        public String toString() {
            return place.path() + "=" + found;
        }
    }

    /// One that the file does not have.
    record Absent<T>(Place place, String expected) implements Setting<T> {}

    /// One whose mistake is noted.
    record Wrong<T>() implements Setting<T> {}

    /// The same, its absence being a mistake.
    default Setting<T> required() {
        return switch (this) {
            case Absent<T>(Place place, String expected) -> {
                place.mistake(expected, "nothing", "add it");
                yield new Wrong<>();
            }
            case Given<T> given -> given;
            case Wrong<T> wrong -> wrong;
        };
    }

    /// The same, holding `value` where the file has nothing.
    default Setting<T> or(T value) {
        return switch (this) {
            case Absent<T>(Place place, _) -> new Given<>(place, "the default", value);
            case Given<T> given -> given;
            case Wrong<T> wrong -> wrong;
        };
    }

    /// The same, holding nothing where the file has nothing.
    default Setting<Optional<T>> optional() {
        return switch (this) {
            case Absent<T>(Place place, _) -> new Given<>(place, "nothing", Optional.empty());
            case Given<T>(Place place, String found, T value) ->
                    new Given<>(place, found, Optional.of(value));
            case Wrong<T> _ -> new Wrong<>();
        };
    }

    /// What a function makes of it.
    ///
    /// @param expected what the function accepts, for messages: "a table's name"
    /// @param function throws IllegalArgumentException with the reason if it does not accept a
    ///   value, which is then a mistake
    default <R> Setting<R> map(String expected, Function<T, R> function) {
        return switch (this) {
            case Absent<T>(Place place, _) -> new Absent<>(place, expected);
            case Given<T>(Place place, String found, T value) -> {
                try {
                    yield new Given<>(place, found, function.apply(value));
                } catch (IllegalArgumentException e) {
                    place.mistake(expected, found, String.valueOf(e.getMessage()));
                    yield new Wrong<>();
                }
            }
            case Wrong<T> _ -> new Wrong<>();
        };
    }

    /// What it holds.
    ///
    /// @throws WrongSettingException if it is wrong; [Section#build] understands that
    /// @throws IllegalStateException if it is absent and nobody said what that means
    default T get() {
        return switch (this) {
            case Given<T>(_, _, T value) -> value;
            case Absent<T>(Place place, _) ->
                    throw new IllegalStateException(
                            place.path() + " is read without required(), or() or optional()");
            case Wrong<T> _ -> throw new WrongSettingException();
        };
    }
}
