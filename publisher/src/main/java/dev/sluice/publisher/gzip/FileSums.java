package dev.sluice.publisher.gzip;

/// What was written: sizes in bytes, and SHA-256 in hexadecimal, of the text and of its gzip.
public record FileSums(long textBytes, long bytes, String textSha256, String sha256) {}
