package dev.sluice.tenant;

import java.util.Objects;
import java.util.regex.Pattern;

/// A tenant's name in the configuration, the ledger's text and the metrics, e.g. `acme`.
///
/// @param value 1 to 64 of `a-z`, `A-Z`, `0-9`, `_`, `.` and `-`, beginning with a letter or digit
public record TenantId(String value) implements Comparable<TenantId> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    public TenantId {
        Objects.requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "tenant id \""
                            + value
                            + "\" must be 1 to 64 letters, digits, '_', '.' or '-', beginning with"
                            + " a letter or digit");
        }
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
