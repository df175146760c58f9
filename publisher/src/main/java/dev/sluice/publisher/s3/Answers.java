package dev.sluice.publisher.s3;

import dev.sluice.publisher.delivery.StoreOutcome;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What S3's error answers mean.
final class Answers {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SLOW_DOWN = 503;
    private static final int SERVER_ERROR = 500;

    private Answers() {}

    static StoreOutcome outcome(String what, S3Exception e) {
        int status = e.statusCode();
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        String reason = what + ": S3 answered " + status + " " + code + advice(code);
        if (status == SLOW_DOWN || status == TOO_MANY_REQUESTS) {
            return new StoreOutcome.Throttled(reason);
        }
        if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || isPassing(code)) {
            return new StoreOutcome.Unavailable(reason);
        }
        return new StoreOutcome.Refused(reason);
    }

    private static boolean isPassing(String code) {
        return code.equals("RequestTimeout") || code.equals("OperationAborted");
    }

    private static String advice(String code) {
        return switch (code) {
            case "NoSuchBucket" -> "; create the bucket, or correct its name";
            case "NoSuchKey" -> "; the staged file is gone from the processing bucket";
            case "AccessDenied" -> "; allow s3:PutObject on the destination to the publisher";
            case "PermanentRedirect", "AuthorizationHeaderMalformed" ->
                    "; the bucket is in another region, correct the region";
            default -> "";
        };
    }
}
