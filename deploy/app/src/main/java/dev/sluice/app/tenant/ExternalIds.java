package dev.sluice.app.tenant;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Makes external ids. One that could be guessed would let a stranger who is served by the same
/// vendor have the vendor write into, and read with, another customer's role.
final class ExternalIds {

    /// 192 bits.
    private static final int BYTES = 24;

    private final SecureRandom random;

    ExternalIds(SecureRandom random) {
        this.random = random;
    }

    /// One that nobody had before: 48 hexadecimal digits.
    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
