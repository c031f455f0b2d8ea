package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMethod;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class PooledForwarderTest extends ForwarderFixture {

    @Test
    void a_request_goes_out_as_it_was_given_and_its_response_comes_back() {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("hello")) {
            Exchange exchange = to(upstream);

            RecordingSink response = get(exchange).await();

            assertThat(upstream.heads).containsExactly("GET /rates HTTP/1.1\r\nHost: bank.example\r\n\r\n");
            assertThat(response.events).containsExactly("200", "body", "end");
            assertThat(response.body).hasToString("hello");
        }
    }

    @Test
    void the_attempt_is_recorded() {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("hello")) {
            Exchange exchange = to(upstream);

            get(exchange).await();

            Attempt attempt = exchange.attempts().getFirst();
            assertThat(attempt.outcome).isEqualTo(Outcome.COMPLETED);
            assertThat(attempt.status).isEqualTo(200);
            assertThat(attempt.connectionReused).isFalse();
            assertThat(attempt.address).hasToString("/127.0.0.1:" + upstream.port());
            assertThat(List.of(
                            attempt.startedNanos(),
                            attempt.resolvedNanos,
                            attempt.openedNanos,
                            attempt.connectedNanos,
                            attempt.requestSentNanos,
                            attempt.firstByteNanos,
                            attempt.endedNanos))
                    .isSorted()
                    .doesNotContain(0L);
            assertThat(attempt.encrypted).isFalse();
        }
    }

    @Test
    void it_works_on_nio_too() {
        try (TestLoop nio = TestLoop.nio();
                ScriptedUpstream upstream = ScriptedUpstream.answering("hello")) {
            PooledForwarder other =
                    new PooledForwarder(new Destinations(resolver, guard), nio.timer(), UpstreamSettings.DEFAULT);
            RecordingSink response = new RecordingSink();
            Exchange exchange = Exchanges.to(nio.loop(), dns(upstream.port()));

            nio.run(() -> finish(other.forward(exchange, request(HttpMethod.GET), response)));

            assertThat(response.await().body).hasToString("hello");
        }
    }

    @Test
    void interim_responses_come_before_the_final_one() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK);
            peer.readToEnd();
        })) {
            assertThat(get(to(upstream)).await().events).containsExactly("100", "103", "200", "body", "end");
        }
    }

    @Test
    void a_chunked_response_comes_with_its_trailers() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nChecksum: 1\r\n\r\n");
            peer.readToEnd();
        })) {
            RecordingSink response = get(to(upstream)).await();

            assertThat(response.body).hasToString("abc");
            assertThat(response.trailers).hasToString("DefaultHttpHeaders[Checksum: 1]");
        }
    }

    @Test
    void a_response_to_head_has_no_body_and_leaves_the_connection_usable() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            peer.readHead();
            peer.write(OK);
            peer.readToEnd();
        })) {
            assertThat(send(to(upstream), request(HttpMethod.HEAD)).await().events)
                    .containsExactly("200", "end");
            assertThat(get(to(upstream)).await().body).hasToString("ok");
            assertThat(upstream.connections).hasValue(1);
        }
    }
}
