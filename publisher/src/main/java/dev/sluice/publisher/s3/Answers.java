package dev.sluice.publisher.s3;

import dev.sluice.publisher.delivery.FailureCause;
import dev.sluice.publisher.delivery.StoreOutcome.Failed;
import dev.sluice.publisher.delivery.StoreOutcome.Refused;
import dev.sluice.publisher.delivery.StoreOutcome.Throttled;
import dev.sluice.publisher.delivery.StoreOutcome.Unavailable;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What the error answers of S3 mean, and what mends them.
final class Answers {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SLOW_DOWN = 503;
    private static final int SERVER_ERROR = 500;

    private Answers() {}

    /// The outcome of a call that S3 answered with an error.
    static Failed outcome(String what, AwsServiceException e) {
        int status = e.statusCode();
        String code = code(e);
        String reason = what + ": S3 answered " + status + " " + code;
        if (status == SLOW_DOWN || status == TOO_MANY_REQUESTS || code.equals("SlowDown")) {
            return new Throttled(reason);
        }
        if (isExpired(e)) {
            return new Unavailable(FailureCause.EXPIRED, reason + "; a new session is asked for");
        }
        if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || isPassing(code)) {
            return new Unavailable(reason);
        }
        FailureCause cause = cause(code, message(e));
        return new Refused(cause, reason + advice(cause));
    }

    /// Whether the session's or the own credentials' time is over.
    static boolean isExpired(AwsServiceException e) {
        return code(e).equals("ExpiredToken");
    }

    static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode();
    }

    static String message(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorMessage() == null
                ? ""
                : e.awsErrorDetails().errorMessage();
    }

    private static boolean isPassing(String code) {
        return code.equals("RequestTimeout") || code.equals("OperationAborted");
    }

    private static FailureCause cause(String code, String message) {
        return switch (code) {
            case "NoSuchBucket" -> FailureCause.NO_BUCKET;
            case "NoSuchKey" -> FailureCause.NOT_STAGED;
            case "AccessDenied" ->
                    message.toLowerCase(Locale.ROOT).contains("kms:")
                            ? FailureCause.KEY
                            : FailureCause.DENIED;
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint" ->
                    FailureCause.REGION;
            case "RequestTimeTooSkewed" -> FailureCause.CLOCK;
            case "BadDigest", "XAmzContentSHA256Mismatch" -> FailureCause.CHECKSUM;
            default ->
                    code.startsWith("KMS.") || code.startsWith("Kms")
                            ? FailureCause.KEY
                            : FailureCause.REFUSED;
        };
    }

    private static String advice(FailureCause cause) {
        return switch (cause) {
            case NO_BUCKET -> "; create the bucket, or correct its name";
            case NOT_STAGED -> "; the staged file is gone from the processing bucket";
            case DENIED ->
                    "; allow s3:PutObject on the destination and s3:GetObject on the processing bucket, and see that each bucket is of the account that the configuration names";
            case KEY ->
                    "; allow kms:GenerateDataKey and kms:Decrypt on the bucket's key to the role, in its policy and in the key's";
            case REGION -> "; the bucket is in another region, correct the region";
            case CLOCK -> "; this machine's clock is wrong, set it";
            case CHECKSUM -> "; the bytes are not those that were announced";
            case ROLE, EXPIRED, FOREIGN, THROTTLED, NO_ANSWER, REFUSED -> "";
        };
    }
}
