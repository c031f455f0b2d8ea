package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BackpressureTest {

    private static final int LARGE = 32 * 1024 * 1024;

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final RawClient client = proxy.client();

    @Test
    void aSlowUpstreamStopsTheClientUntilItTakesMore() {
        proxy.forwarder.writable = false;
        client.request("POST http://bank.example/ HTTP/1.1", "Host: bank.example", "Content-Length: " + LARGE);
        Call call = proxy.forwarder.awaitCall();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> client.send(new byte[LARGE]));

        // What the sockets' own buffers hold may pass, and not much more.
        assertThat(sending).isNotDone();
        assertThat(call.ended).isNotDone();
        assertThat(call.received.get()).isLessThan(LARGE / 2);

        call.takeMore();
        call.awaitEnd();
        assertThat(call.received.get()).isEqualTo(LARGE);
        call.respond(200, "got it");
        assertThat(client.read().body()).isEqualTo("got it");
        Call.await(sending);
    }

    @Test
    @Timeout(20)
    void aSlowClientStopsTheUpstreamUntilItTakesMore() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        Call call = proxy.forwarder.awaitCall();
        call.head(200, "Content-Length", Integer.toString(LARGE));
        byte[] piece = new byte[1024 * 1024];
        int sent = 0;
        while (call.wanted) {
            call.body(piece);
            sent += piece.length;
            assertThat(sent)
                    .as("bytes taken from the upstream for a client that reads none")
                    .isLessThan(LARGE);
        }

        client.readHead();
        assertThat(client.read(sent)).hasSize(sent);
        while (!call.wanted) {
            Thread.onSpinWait();
        }
        call.body(new byte[LARGE - sent]).end();
        assertThat(client.read(LARGE - sent)).hasSize(LARGE - sent);
        assertThat(proxy.observer.awaitEnd().bytesSent).isEqualTo(LARGE);
    }
}
