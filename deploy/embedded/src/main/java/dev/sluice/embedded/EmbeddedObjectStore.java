package dev.sluice.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;

/// S3 inside this JVM, over a folder: each bucket is a folder in it, each object a plain file under
/// its own key.
///
/// Signatures (version 4) are verified. What a file cannot hold (ETag, content type, user metadata)
/// is in its extended attributes, if the file system has them; nothing else lies beside the
/// objects. While an object or a part is being written it is a file with a UUID in its name, which
/// is renamed when it is whole.
public final class EmbeddedObjectStore implements ObjectStoreServer {

    /// The key pair where none is given.
    public static final String ACCESS_KEY = "sluice";

    public static final String SECRET_KEY = "sluice-secret";

    private static final int START_TRIES = 5;
    private static final long LARGEST_OBJECT = 5L << 30;

    private final ServerDirectory directory;
    private final String accessKey;
    private final String secretKey;
    private int port;
    private @Nullable S3Proxy running;
    private boolean closed;

    private EmbeddedObjectStore(Builder builder) {
        directory = ServerDirectory.open(builder.directory, "objects");
        accessKey = builder.accessKey;
        secretKey = builder.secretKey;
        port = builder.port;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public synchronized URI endpoint() {
        return endpoint(port);
    }

    private static URI endpoint(int port) {
        return URI.create("http://" + FreePort.HOST + ":" + port);
    }

    @Override
    public String accessKey() {
        return accessKey;
    }

    @Override
    public String secretKey() {
        return secretKey;
    }

    /// Where the buckets are.
    public Path directory() {
        return directory.path();
    }

    @Override
    public synchronized void start() {
        if (closed) {
            throw new ServerException("the object store on port " + port + " is closed for good");
        }
        for (int left = port == 0 ? START_TRIES : 1; running == null; left--) {
            int candidate = port == 0 ? FreePort.find() : port;
            S3Proxy proxy = proxy(candidate);
            try {
                proxy.start();
                running = proxy;
                port = candidate;
            } catch (Exception e) { // As the library declares it.
                end(proxy);
                if (left == 1) {
                    throw new ServerException("S3 did not start on port " + candidate, e);
                }
            }
        }
    }

    private S3Proxy proxy(int candidate) {
        return S3Proxy.builder()
                .endpoint(endpoint(candidate))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .blobStore(new FilesystemNio2BlobStore(directory.path().toString()))
                .v4MaxNonChunkedRequestSize(LARGEST_OBJECT)
                .ignoreUnknownHeaders(true)
                .stopTimeout(Duration.ZERO.toMillis())
                .build();
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            end(running);
            running = null;
        }
    }

    private void end(S3Proxy proxy) {
        try {
            proxy.stop();
        } catch (Exception e) { // As the library declares it.
            throw new ServerException("S3 on port " + port + " did not stop", e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop();
        directory.close();
    }

    /// Settings of an object store; each has a default.
    public static final class Builder {

        private @Nullable Path directory;
        private int port;
        private String accessKey = ACCESS_KEY;
        private String secretKey = SECRET_KEY;

        private Builder() {}

        /// Keeps the buckets there, and uses what is there already; default a temporary folder.
        public Builder directory(Path path) {
            directory = path;
            return this;
        }

        /// Default a free one.
        public Builder port(int number) {
            port = number;
            return this;
        }

        public Builder credentials(String access, String secret) {
            accessKey = access;
            secretKey = secret;
            return this;
        }

        /// Starts the server and returns when it takes requests.
        public EmbeddedObjectStore start() {
            EmbeddedObjectStore store = new EmbeddedObjectStore(this);
            try {
                store.start();
                return store;
            } catch (ServerException e) {
                store.close();
                throw e;
            }
        }
    }
}
