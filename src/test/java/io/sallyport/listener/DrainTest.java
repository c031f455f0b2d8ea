package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.exchange.Outcome;
import java.io.UncheckedIOException;
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
