package dev.sluice.app.tenant;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of a role's ARN.
///
/// @param partition `aws`, or that of a region of its own such as `aws-us-gov`
/// @param account the role's account
/// @param path `/`, or the folders before the name with a slash at both ends
/// @param name the role's name
record RoleArn(String partition, String account, String path, String name) {

    private static final Pattern FORM =
            Pattern.compile("arn:(aws[a-z-]*):iam::(\\d{12}):role(/(?:\\S+/)?)([^/\\s]+)");

    /// @throws IllegalArgumentException if the text is no role's ARN
    static RoleArn parse(String arn) {
        Matcher form = FORM.matcher(arn);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a role's ARN is like arn:aws:iam::111122223333:role/name, not \"%s\""
                            .formatted(arn));
        }
        return new RoleArn(form.group(1), form.group(2), form.group(3), form.group(4));
    }

    @Override
    public String toString() {
        return "arn:%s:iam::%s:role%s%s".formatted(partition, account, path, name);
    }
}
