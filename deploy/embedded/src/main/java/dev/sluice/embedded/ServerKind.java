package dev.sluice.embedded;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the servers are run.
public enum ServerKind {

    /// In this JVM and as its child processes.
    EMBEDDED,

    /// By Testcontainers.
    CONTAINERS;

    /// The system property that forces one: `embedded` or `containers`.
    public static final String PROPERTY = "sluice.servers";

    private static final String TESTCONTAINERS = "org.testcontainers.DockerClientFactory";

    /// What the system property says; without it containers where Testcontainers is on the class
    /// path and a Docker engine answers, embedded elsewhere.
    public static ServerKind choose() {
        return choose(System.getProperty(PROPERTY), System.getenv());
    }

    static ServerKind choose(@Nullable String forced, Map<String, String> environment) {
        if (forced != null) {
            return named(forced);
        }
        return hasTestcontainers() && DockerEngine.answers(environment) ? CONTAINERS : EMBEDDED;
    }

    private static ServerKind named(String forced) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(forced))
                .findFirst()
                .orElseThrow(() ->
                        new ServerException(
                                "system property "
                                        + PROPERTY
                                        + " must be embedded or containers, and is "
                                        + forced));
    }

    private static boolean hasTestcontainers() {
        try {
            Class.forName(TESTCONTAINERS, false, ServerKind.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
