package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2Error;
import io.sallyport.exchange.Outcome;
import io.sallyport.listener.FrameClient.Frame;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DrainTest {

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final RawClient client = proxy.client();

    @Test
    void idleConnectionsAreClosedAtOnce() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        proxy.forwarder.awaitCall().respond(200, "a");
        assertThat(client.read().body()).isEqualTo("a");

        CompletableFuture<Void> drained = proxy.listener.drain(Duration.ofMinutes(1));

        assertThat(client.readToEnd()).isEmpty();
        Call.await(drained);
    }

    @Test
    void anExchangeInFlightIsFinishedAndItsConnectionClosed() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        Call call = proxy.forwarder.awaitCall();
        call.awaitEnd();
        assertThat(proxy.listener.activeExchanges()).isEqualTo(1);

        CompletableFuture<Void> drained = proxy.listener.drain(Duration.ofMinutes(1));
        assertThat(drained).isNotDone();
        call.respond(200, "late");

        assertThat(client.readToEnd()).containsIgnoringCase("connection: close").endsWith("late");
        Call.await(drained);
        assertThat(proxy.listener.activeExchanges()).isZero();
    }

    @Test
    void whoWasPromisedThatTheConnectionLivesOnMayUseItOnceMore() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        Call call = proxy.forwarder.awaitCall();
        call.head(200, "Content-Length", "2");
        assertThat(client.readHead()).doesNotContainIgnoringCase("connection: close");

        CompletableFuture<Void> drained = proxy.listener.drain(Duration.ofMinutes(1));
        call.body("ok").end();
        assertThat(client.read(2)).isEqualTo("ok");
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        proxy.forwarder.awaitCall().respond(200, "last");

        assertThat(client.readToEnd()).containsIgnoringCase("connection: close").endsWith("last");
        Call.await(drained);
    }

    @Test
    void soMayWhoWasPromisedItJustBefore() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        Call call = proxy.forwarder.awaitCall();
        call.head(200, "Content-Length", "2");
        client.readHead();
        proxy.listener.retire();
        call.body("ok").end();
        assertThat(client.read(2)).isEqualTo("ok");

        CompletableFuture<Void> drained = proxy.listener.drain(Duration.ofMinutes(1));
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        proxy.forwarder.awaitCall().respond(200, "last");

        assertThat(client.readToEnd()).containsIgnoringCase("connection: close").endsWith("last");
        Call.await(drained);
    }

    @Test
    void whoDoesNotUseItIsClosedAMomentLater() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        Call call = proxy.forwarder.awaitCall();
        call.head(200, "Content-Length", "2");
        client.readHead();

        CompletableFuture<Void> drained = proxy.listener.drain(Duration.ofMinutes(1));
        call.body("ok").end();

        assertThat(client.readToEnd()).isEqualTo("ok");
        Call.await(drained);
    }

    @Test
    void whileItRetiresRequestsAreTakenAndTheirConnectionsClosed() {
        proxy.listener.retire();

        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        proxy.forwarder.awaitCall().respond(200, "last");
        assertThat(client.readToEnd()).containsIgnoringCase("connection: close").endsWith("last");
        try (RawClient late = proxy.client()) {
            late.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
            proxy.forwarder.awaitCall().respond(200, "new");
            assertThat(late.readToEnd())
                    .containsIgnoringCase("connection: close")
                    .endsWith("new");
        }
    }

    @Test
    void whileItRetiresIdleConnectionsAreLeftToTheirClients() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        proxy.forwarder.awaitCall().respond(200, "a");
        assertThat(client.read().body()).isEqualTo("a");

        proxy.listener.retire();

        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        proxy.forwarder.awaitCall().respond(200, "b");
        assertThat(client.readToEnd()).containsIgnoringCase("connection: close").endsWith("b");
    }

    @Test
    void whileItRetiresHttp2ClientsAreAskedToGoAndServedUntilTheyDo() {
        try (FrameClient streams = new FrameClient(proxy)) {
            streams.get(1);
            proxy.forwarder.awaitCall().respond(200, "");
            assertThat(streams.read().field(":status")).isEqualTo("200");

            proxy.listener.retire();

            Frame away = goAway(streams);
            assertThat(away.error()).isEqualTo(Http2Error.NO_ERROR);
            assertThat(ByteBuffer.wrap(away.payload()).getInt()).isEqualTo(Integer.MAX_VALUE);
            streams.get(3);
            proxy.forwarder.awaitCall().respond(200, "");
            assertThat(streams.read().field(":status")).isEqualTo("200");

            CompletableFuture<Void> drained = proxy.listener.drain(Duration.ofMinutes(1));

            assertThat(ByteBuffer.wrap(goAway(streams).payload()).getInt()).isEqualTo(3);
            Call.await(drained);
        }
    }

    @Test
    void anHttp2ClientThatComesWhileItRetiresIsAskedToGoAtItsFirstRequest() {
        proxy.listener.retire();

        try (FrameClient late = new FrameClient(proxy)) {
            late.get(1);
            Frame away = goAway(late);
            assertThat(away.error()).isEqualTo(Http2Error.NO_ERROR);
            assertThat(ByteBuffer.wrap(away.payload()).getInt()).isEqualTo(Integer.MAX_VALUE);
            proxy.forwarder.awaitCall().respond(200, "");
            assertThat(late.read().field(":status")).isEqualTo("200");
        }
    }

    private static Frame goAway(FrameClient client) {
        Frame frame = client.read();
        while (frame.type() != FrameClient.GOAWAY) {
            frame = client.read();
        }
        return frame;
    }

    @Test
    void afterTheGracePeriodTheRestIsCutAndSaysSo() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        Call call = proxy.forwarder.awaitCall();
        call.awaitEnd();

        Call.await(proxy.listener.drain(Duration.ofMillis(50)));

        assertThat(call.awaitAbort()).isEqualTo(Outcome.DRAINING);
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 503 ").contains("the grace period is over");
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.DRAINING);
    }

    @Test
    void nothingNewIsAccepted() {
        Call.await(proxy.listener.drain(Duration.ZERO));

        assertThatThrownBy(proxy::client).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aPortInUseIsNamedInTheError() {
        int taken = proxy.listener.port();

        assertThatThrownBy(() -> OutboundListener.bind(
                        "127.0.0.1", taken, proxy.loops(), proxy.loops(), ListenerSettings.DEFAULTS, proxy.services()))
                .hasMessageContaining("cannot listen on 127.0.0.1:" + taken);
    }
}
