package dev.sluice.config;

import java.util.regex.Pattern;

/// What AWS demands of an account's number.
public final class AccountId {

    private static final Pattern FORM = Pattern.compile("\\d{12}");

    private AccountId() {}

    /// The same number.
    ///
    /// @throws IllegalArgumentException if AWS has no such accounts
    public static String check(String account) {
        if (!FORM.matcher(account).matches()) {
            throw new IllegalArgumentException("write its twelve digits, in quotes");
        }
        return account;
    }
}
