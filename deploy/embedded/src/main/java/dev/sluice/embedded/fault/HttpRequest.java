package dev.sluice.embedded.fault;

/// A request, as far as a plan may want to know it.
///
/// @param method such as `PUT`
/// @param target the path with its query, as the client wrote it
public record HttpRequest(String method, String target) {

    /// Whether it is addressed, in its path, to a bucket or an object of it.
    public boolean isFor(String bucket) {
        return target.equals("/" + bucket)
                || target.startsWith("/" + bucket + "/")
                || target.startsWith("/" + bucket + "?");
    }
}
