package dev.sluice.app.shell;

import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import java.util.Optional;

/// The keys `http` and `http_token`.
///
/// @param port where metrics, health and the status page are served; nothing if they are not
/// @param token what a caller has to show to see more than health; secret
public record HttpConfig(Optional<Integer> port, Optional<String> token) {

    private static final int SHORTEST_TOKEN = 16;

    static Setting<HttpConfig> from(Section root) {
        var port = root.integer("http", 1, 65_535).optional();
        var token = root.secret("http_token").map("a token", HttpConfig::checked).optional();
        return root.build(() -> new HttpConfig(port.get(), token.get()));
    }

    private static String checked(String token) {
        if (token.length() < SHORTEST_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "write at least %d characters of ASCII, without a space"
                            .formatted(SHORTEST_TOKEN));
        }
        return token;
    }

    /// Without the token.
    @Override
    public String toString() {
        return "HttpConfig[port=%s, token=%s]"
                .formatted(
                        port.map(String::valueOf).orElse("none"),
                        token.isPresent() ? "set" : "none");
    }
}
