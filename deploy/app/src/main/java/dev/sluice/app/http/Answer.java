package dev.sluice.app.http;

import java.nio.charset.StandardCharsets;

/// What a request is answered with.
///
/// @param status as in HTTP
/// @param type the content type
/// @param body not copied
public record Answer(int status, String type, byte[] body) {

    /// Plain text.
    public static Answer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text + "\n");
    }

    /// JSON.
    public static Answer json(int status, String json) {
        return of(status, "application/json", json);
    }

    /// A text of some type.
    public static Answer of(int status, String type, String text) {
        return new Answer(status, type, text.getBytes(StandardCharsets.UTF_8));
    }
}
