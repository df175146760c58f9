package dev.sluice.config;

import java.util.regex.Pattern;

/// What S3 demands of a bucket's name.
public final class BucketName {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private BucketName() {}

    /// The same name.
    ///
    /// @throws IllegalArgumentException if S3 has no such buckets
    public static String check(String name) {
        if (!FORM.matcher(name).matches() || name.contains("..")) {
            throw new IllegalArgumentException(
                    "a bucket's name is 3 to 63 of a-z, 0-9, '.' and '-', beginning and ending with a letter or digit");
        }
        return name;
    }
}
