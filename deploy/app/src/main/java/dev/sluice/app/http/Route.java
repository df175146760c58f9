package dev.sluice.app.http;

/// What is served at a path.
///
/// @param path the whole path, or what it begins with if it ends with `/`
/// @param guarded whether a token is needed where one is configured
/// @param handler answers
public record Route(String path, boolean guarded, Handler handler) {

    /// Answers requests, several at once.
    @FunctionalInterface
    public interface Handler {

        /// @param rest what follows the route's path in the request's, decoded; empty if nothing
        Answer answer(String rest);
    }

    /// Whether the route is that of a request.
    boolean fits(String requested) {
        return (path.endsWith("/") && path.length() > 1)
                ? requested.startsWith(path)
                : requested.equals(path);
    }
}
