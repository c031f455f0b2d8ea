package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.RawClient;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A caller of everything that {@link OutsideResource} has, again and again until it is closed. */
final class Traffic implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int port;
    private final Thread thread;
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    private Traffic(int port) {
        this.port = port;
        this.thread = Thread.ofVirtual().name("traffic").unstarted(this::play);
    }

    /** Begins to call, through the gateway on that port. */
    static Traffic through(int port) {
        Traffic traffic = new Traffic(port);
        traffic.thread.start();
        return traffic;
    }

    /** @throws AssertionError when a call did not end as its kind does */
    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
        Throwable failed = failure;
        if (failed != null) {
            throw new AssertionError("a call failed", failed);
        }
    }

    private void play() {
        try {
            while (!over) {
                round();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private void round() {
        assertThat(get("bank.example/rates")).isEqualTo(200);
        assertThat(get("bank.example/nothing")).isEqualTo(404);
        assertThat(get("bank.example/broken")).isEqualTo(503);
        assertThat(get("down.example/")).isEqualTo(503);
        assertThat(get("secure.example/")).isEqualTo(200);
        assertThat(get("a.wild.example/rates")).isEqualTo(200);
        assertThat(grpc("Get")).isEqualTo(200);
        assertThat(grpc("Fail")).isEqualTo(200);
        tunnel();
        // Whether what nobody listed is denied is the test's to say.
        get("unlisted.example/rates");
        unlistedTunnel();
    }

    private int get(String rest) {
        String host = rest.substring(0, rest.indexOf('/'));
        try (RawClient client = RawClient.connect(port)) {
            return client.send("GET http://" + rest + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .readResponse()
                    .status();
        }
    }

    private int grpc(String method) {
        try (RawClient client = RawClient.connect(port)) {
            return client.send("POST /rates.Rates/" + method + " HTTP/1.1\r\nHost: grpc.example:50051\r\n"
                            + "Content-Type: application/grpc\r\nTE: trailers\r\nContent-Length: 6\r\n\r\n\0\0\0\0\1x")
                    .readResponse()
                    .status();
        }
    }

    private void tunnel() {
        try (RawClient client = RawClient.connect(port)) {
            int status = client.send("CONNECT raw.example:9000 HTTP/1.1\r\nHost: raw.example:9000\r\n\r\n")
                    .readHead()
                    .status();
            assertThat(status).isEqualTo(200);
            assertThat(client.send("ping").readBytes(4)).asString().isEqualTo("pong");
        }
    }

    private void unlistedTunnel() {
        try (RawClient client = RawClient.connect(port)) {
            client.send("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n");
            client.readHead();
        }
    }
}
