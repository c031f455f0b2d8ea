package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionReuseTest extends ForwarderFixture {

    @Test
    void a_connection_is_used_again() {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            get(to(upstream)).await();
            Exchange second = to(upstream);

            get(second).await();

            assertThat(upstream.connections).hasValue(1);
            assertThat(second.attempts().getFirst().connectionReused).isTrue();
            assertThat(second.attempts().getFirst().openedNanos).isZero();
            assertThat(second.attempts().getFirst().connectedNanos).isZero();
        }
    }

    @Test
    void two_requests_at_once_get_a_connection_each() {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            atOnce(2, upstream);

            assertThat(upstream.connections).hasValue(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokH",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n"
            })
    void a_connection_is_not_used_again_after(String response) {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write(response);
            peer.readToEnd();
        })) {
            assertThat(get(to(upstream)).await().body).hasToString("ok");

            upstream.awaitOver(0);
            assertThat(pooled()).isZero();
        }
    }

    @Test
    void bytes_nobody_asked_for_close_an_unused_connection_and_reach_no_later_request() {
        Semaphore go = new Semaphore(0);
        try (ScriptedUpstream upstream = new ScriptedUpstream(
                peer -> {
                    peer.readHead();
                    peer.write(OK);
                    peer.await(go);
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                    peer.readToEnd();
                },
                peer -> {
                    peer.readHead();
                    peer.write(OK);
                    peer.readToEnd();
                })) {
            get(to(upstream)).await();
            assertThat(pooled()).isEqualTo(1);

            go.release();
            upstream.awaitOver(0);

            assertThat(pooled()).isZero();
            assertThat(get(to(upstream)).await().body).hasToString("ok");
        }
    }

    @Test
    void an_unused_connection_is_closed_after_its_time() {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            Cluster cluster = Exchanges.cluster(
                    Discovery.DNS,
                    List.of(),
                    Duration.ofMillis(10),
                    Exchanges.endpoint("bank.example", upstream.port()));

            get(Exchanges.to(loop.loop(), cluster)).await();

            upstream.awaitOver(0);
            assertThat(pooled()).isZero();
        }
    }

    @Test
    void no_more_unused_connections_are_kept_than_the_bound() {
        UpstreamSettings d = UpstreamSettings.DEFAULT;
        forwarder = forwarder(
                new UpstreamSettings(d.dns(), d.attemptDelay(), 1, 10, d.streamIdleTimeout(), d.staleAfter()));
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            atOnce(3, upstream);

            assertThat(pooled()).isEqualTo(1);
        }
    }

    @Test
    void closing_closes_the_unused() {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            get(to(upstream)).await();

            forwarder.close();

            upstream.awaitOver(0);
            assertThat(pooled()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
    void an_idempotent_request_on_a_stale_connection_is_sent_again_on_a_fresh_one(String method) {
        try (ScriptedUpstream upstream = goingStale()) {
            get(to(upstream)).await();
            Exchange exchange = to(upstream);

            RecordingSink response =
                    send(exchange, request(HttpMethod.valueOf(method))).await();

            assertThat(response.failure).isNull();
            assertThat(response.events).startsWith("200");
            assertThat(exchange.attempts()).hasSize(1);
            assertThat(exchange.attempts().getFirst().connectionReused).isFalse();
            assertThat(upstream.heads).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_connection_that_is_closed_as_it_is_taken_is_replaced(boolean byReset) {
        Semaphore go = new Semaphore(0);
        try (ScriptedUpstream upstream = new ScriptedUpstream(
                peer -> {
                    peer.readHead();
                    peer.write(OK);
                    peer.await(go);
                    if (byReset) {
                        peer.reset();
                    }
                },
                peer -> {
                    peer.readHead();
                    peer.write(OK);
                    peer.readToEnd();
                })) {
            get(to(upstream)).await();
            RecordingSink response = new RecordingSink();

            loop.run(() -> {
                // The loop is held up here, so it cannot yet know that the connection is gone.
                go.release();
                upstream.awaitOver(0);
                finish(forwarder.forward(to(upstream), request(HttpMethod.GET), response));
            });

            assertThat(response.await().body).hasToString("ok");
            assertThat(upstream.connections).hasValue(2);
        }
    }

    @Test
    void a_connection_that_was_used_just_now_is_not_taken_for_stale() {
        forwarder = forwarder(UpstreamSettings.DEFAULT);
        try (ScriptedUpstream upstream = goingStale()) {
            get(to(upstream)).await();

            assertThat(get(to(upstream)).await().failure)
                    .isEqualTo(new Failure(Outcome.UPSTREAM_RESET, "closed by the upstream"));
            assertThat(upstream.connections).hasValue(1);
        }
    }

    @Test
    void a_request_that_is_answered_with_a_reset_is_not_sent_again() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(
                peer -> {
                    peer.readHead();
                    peer.write(OK);
                    peer.readHead();
                    peer.reset();
                },
                peer -> peer.readToEnd())) {
            get(to(upstream)).await();

            assertThat(get(to(upstream)).await().failure)
                    .isEqualTo(new Failure(Outcome.UPSTREAM_RESET, "reset by the upstream"));
            assertThat(upstream.connections).hasValue(1);
        }
    }

    @Test
    void a_post_on_a_stale_connection_is_not() {
        try (ScriptedUpstream upstream = goingStale()) {
            get(to(upstream)).await();

            assertThat(send(to(upstream), request(HttpMethod.POST)).await().failure)
                    .isEqualTo(new Failure(Outcome.UPSTREAM_RESET, "closed by the upstream"));
            assertThat(upstream.heads).hasSize(2);
        }
    }

    @Test
    void a_request_with_a_body_on_a_stale_connection_is_not() {
        try (ScriptedUpstream upstream = goingStale()) {
            get(to(upstream)).await();
            HttpRequest request = request(HttpMethod.PUT);
            request.headers().set("Content-Length", "3");
            RecordingSink response = new RecordingSink();

            loop.run(() -> {
                RequestSink sink = forwarder.forward(to(upstream), request, response);
                sink.body(text("abc"));
                finish(sink);
            });

            assertThat(response.await().failure)
                    .isNotNull()
                    .extracting(Failure::outcome)
                    .isEqualTo(Outcome.UPSTREAM_RESET);
        }
    }

    @Test
    void a_request_that_closes_a_fresh_connection_is_not_sent_again() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Peer::readHead)) {
            assertThat(get(to(upstream)).await().failure)
                    .isEqualTo(new Failure(Outcome.UPSTREAM_RESET, "closed by the upstream"));
            assertThat(upstream.connections).hasValue(1);
        }
    }

    private void atOnce(int requests, ScriptedUpstream upstream) {
        List<RecordingSink> responses = loop.call(() -> IntStream.range(0, requests)
                .mapToObj(i -> {
                    RecordingSink response = new RecordingSink();
                    finish(forwarder.forward(to(upstream), request(HttpMethod.GET), response));
                    return response;
                })
                .toList());
        responses.forEach(RecordingSink::await);
    }

    /** Its first connection answers one request, and closes at the second without a word. */
    private static ScriptedUpstream goingStale() {
        return new ScriptedUpstream(
                peer -> {
                    peer.readHead();
                    peer.write(OK);
                    peer.readHead();
                },
                peer -> {
                    peer.readHead();
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    peer.readToEnd();
                });
    }
}
