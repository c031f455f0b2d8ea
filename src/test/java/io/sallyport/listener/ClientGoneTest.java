package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientGoneTest {

    @Test
    void aResetCancelsTheUpstreamCall() {
        try (Proxy proxy = new Proxy();
                RawClient client = proxy.client()) {
            Call call = get(proxy, client);
            client.reset();

            assertGone(proxy, call);
        }
    }

    @Test
    void aCloseCancelsTheUpstreamCallAfterTheGrace() {
        try (Proxy proxy = new Bounds().grace(Duration.ofMillis(100)).proxy();
                RawClient client = proxy.client()) {
            Call call = get(proxy, client);
            client.close();

            assertGone(proxy, call);
        }
    }

    @Test
    void withoutGraceACloseCancelsAtOnce() {
        try (Proxy proxy = new Bounds().grace(Duration.ZERO).proxy();
                RawClient client = proxy.client()) {
            Call call = get(proxy, client);
            client.close();

            assertGone(proxy, call);
        }
    }

    @Test
    void aHalfClosedClientStillGetsAllItsAnswers() {
        try (Proxy proxy = new Bounds().grace(Duration.ofMinutes(1)).proxy();
                RawClient client = proxy.client()) {
            client.request("GET http://bank.example/1 HTTP/1.1", "Host: bank.example")
                    .request("GET http://bank.example/2 HTTP/1.1", "Host: bank.example")
                    .finishSending();
            proxy.forwarder.awaitCall().respond(200, "one");
            proxy.forwarder.awaitCall().respond(200, "two");

            assertThat(client.read().body()).isEqualTo("one");
            assertThat(client.readToEnd()).endsWith("two");
            assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void aCloseInTheMiddleOfTheBodyCancelsAtOnce() {
        try (Proxy proxy = new Bounds().grace(Duration.ofMinutes(1)).proxy();
                RawClient client = proxy.client()) {
            client.request("POST http://bank.example/ HTTP/1.1", "Host: bank.example", "Content-Length: 10")
                    .send("abc");
            Call call = proxy.forwarder.awaitCall();
            client.close();

            assertGone(proxy, call);
            assertThat(call.ended).isNotDone();
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfTheResponseCancelsTheRest() {
        try (Proxy proxy = new Proxy();
                RawClient client = proxy.client()) {
            Call call = get(proxy, client);
            call.head(200, "Content-Length", "1000").body("abc");
            client.readHead();
            client.reset();

            assertThat(call.awaitAbort()).isEqualTo(Outcome.CLIENT_GONE);
            Exchange exchange = proxy.observer.awaitEnd();
            assertThat(exchange.outcome()).isEqualTo(Outcome.CLIENT_GONE);
            assertThat(exchange.status).isEqualTo(200);
        }
    }

    private static Call get(Proxy proxy, RawClient client) {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        Call call = proxy.forwarder.awaitCall();
        call.awaitEnd();
        return call;
    }

    private static void assertGone(Proxy proxy, Call call) {
        assertThat(call.awaitAbort()).isEqualTo(Outcome.CLIENT_GONE);
        Exchange exchange = proxy.observer.awaitEnd();
        assertThat(exchange.outcome()).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(exchange.status).isZero();
        assertThat(proxy.observer.hasMore()).isFalse();
    }
}
