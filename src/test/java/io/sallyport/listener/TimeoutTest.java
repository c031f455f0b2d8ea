package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TimeoutTest {

    @Test
    void aHeadThatDoesNotBecomeWholeIs408() {
        try (Proxy proxy = new Bounds().shortHeader().proxy();
                RawClient client = proxy.client()) {
            client.send("GET http://bank.example/ HTTP/1.1\r\nHost: ba");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                    .contains("the head did not come in time");
        }
    }

    @Test
    void theSecondHeadOfAConnectionIsBoundedToo() {
        try (Proxy proxy = new Bounds().shortHeader().proxy();
                RawClient client = proxy.client()) {
            client.request("GET http://evil.example/ HTTP/1.1", "Host: x").send("GET http://ba");

            assertThat(client.read().status()).isEqualTo(403);
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void slowDripsDoNotExtendTheBoundOfAHead() {
        try (Proxy proxy = new Bounds().shortHeader().proxy();
                RawClient client = proxy.client()) {
            client.send("G").send("E").send("T");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void anIdleConnectionIsClosedInSilence() {
        try (Proxy proxy = new Bounds().shortIdle().proxy();
                RawClient client = proxy.client()) {
            client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
            proxy.forwarder.awaitCall().respond(200, "a");

            assertThat(client.read().body()).isEqualTo("a");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void theIdleBoundDoesNotTouchAWaitingRequest() {
        try (Proxy proxy = new Bounds().shortIdle().proxy();
                RawClient idle = proxy.client();
                RawClient client = proxy.client()) {
            client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
            Call call = proxy.forwarder.awaitCall();
            assertThat(idle.readToEnd()).isEmpty();

            call.respond(200, "late");
            assertThat(client.read().body()).isEqualTo("late");
        }
    }

    @Test
    void aBodyThatStopsComingIs408() {
        try (Proxy proxy = new Bounds().shortStall().proxy();
                RawClient client = proxy.client()) {
            client.request("POST http://bank.example/ HTTP/1.1", "Host: bank.example", "Content-Length: 10")
                    .send("abc");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("the body stopped coming");
            assertThat(proxy.forwarder.awaitCall().awaitAbort()).isEqualTo(Outcome.CLIENT_TIMEOUT);
            Exchange exchange = proxy.observer.awaitEnd();
            assertThat(exchange.outcome()).isEqualTo(Outcome.CLIENT_TIMEOUT);
            assertThat(exchange.status).isEqualTo(408);
        }
    }

    @Test
    @Timeout(20)
    void aClientThatStopsReadingIsCut() {
        try (Proxy proxy = new Bounds().shortStall().proxy();
                RawClient client = proxy.client()) {
            client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
            Call call = proxy.forwarder.awaitCall();
            call.head(200);
            while (!call.aborted.isDone()) {
                if (call.wanted) {
                    call.body(new byte[1024 * 1024]);
                }
                Thread.onSpinWait();
            }

            assertThat(call.awaitAbort()).isEqualTo(Outcome.CLIENT_TIMEOUT);
            assertThat(proxy.observer.awaitEnd().detail()).isEqualTo("the client stopped reading");
        }
    }

    @Test
    void aConnectionBeyondTheLimitIsAnsweredAndClosed() {
        try (Proxy proxy = new Bounds().connections(1).proxy();
                RawClient first = proxy.client();
                RawClient second = proxy.client()) {
            first.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
            proxy.forwarder.awaitCall().respond(200, "a");
            assertThat(first.read().body()).isEqualTo("a");
            second.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");

            assertThat(second.readToEnd()).startsWith("HTTP/1.1 503 ").contains("too many client connections");
            assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.OVERLOADED);
        }
    }
}
