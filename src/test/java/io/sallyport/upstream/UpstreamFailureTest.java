package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamFailureTest extends ForwarderFixture {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                   | closed by the upstream
            HTTP/1.1 200                                         | closed in mid-head
            'HTTP/1.1 200 OK^Content-Length: 5^^ok'              | closed in mid-body
            'HTTP/1.1 200 OK^Transfer-Encoding: chunked^^2^ok^'  | closed in mid-body
            """)
    void a_close_before_the_end_is_a_reset(String response, String detail) {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write(response.replace("^", "\r\n"));
        })) {
            Exchange exchange = to(upstream);

            assertThat(get(exchange).await().failure).isEqualTo(new Failure(Outcome.UPSTREAM_RESET, detail));
            assertThat(exchange.attempts().getFirst().outcome).isEqualTo(Outcome.UPSTREAM_RESET);
            assertThat(exchange.attempts().getFirst().detail).isEqualTo(detail);
        }
    }

    @Test
    void a_body_without_length_ends_with_the_connection() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\n\r\nall of it");
        })) {
            RecordingSink response = get(to(upstream)).await();

            assertThat(response.body).hasToString("all of it");
            assertThat(response.events).endsWith("end");
            assertThat(pooled()).isZero();
        }
    }

    @Test
    void a_reset_is_told_as_one() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.reset();
        })) {
            assertThat(get(to(upstream)).await().failure)
                    .isEqualTo(new Failure(Outcome.UPSTREAM_RESET, "reset by the upstream"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'HTTP/1.1 200 OK^Content-Length: 2^Content-Length: 3^^ok'              | differing Content-Length values
            'HTTP/1.1 200 OK^Content-Length: 2^Transfer-Encoding: chunked^^0^^'    | both Content-Length and Transfer-Encoding
            'HTTP/1.1 200 OK^A: b^ folded^^'                                       | folded field line
            'SSH-2.0-OpenSSH_9.9^'                                                 | not HTTP/1
            'HTTP/1.1 101 Switching Protocols^Upgrade: x^^'                        | switched protocols without being asked
            """)
    void a_response_that_breaks_the_protocol_is_malformed(String response, String detail) {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write(response.replace("^", "\r\n"));
            peer.readToEnd();
        })) {
            assertThat(get(to(upstream)).await().failure).isEqualTo(new Failure(Outcome.UPSTREAM_MALFORMED, detail));
            upstream.awaitOver(0);
            assertThat(pooled()).isZero();
        }
    }

    @Test
    void a_bad_chunk_cuts_what_had_begun() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nzz\r\n");
            peer.readToEnd();
        })) {
            RecordingSink response = get(to(upstream)).await();

            assertThat(response.events).containsExactly("200", "body", "fail");
            assertThat(response.failure)
                    .isEqualTo(new Failure(Outcome.UPSTREAM_MALFORMED, "chunk size not hexadecimal"));
        }
    }

    @Test
    void silence_for_too_long_is_idle() {
        UpstreamSettings d = UpstreamSettings.DEFAULT;
        forwarder = forwarder(
                new UpstreamSettings(d.dns(), d.attemptDelay(), 1, 10, Duration.ofMillis(100), d.staleAfter()));
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.readToEnd();
        })) {
            assertThat(get(to(upstream)).await().failure)
                    .isEqualTo(new Failure(Outcome.UPSTREAM_IDLE, "no byte for 100 ms"));
            upstream.awaitOver(0);
        }
    }

    @Test
    void a_refused_connection_is_told_as_one() throws IOException {
        Exchange exchange = Exchanges.to(loop.loop(), dns(closedPort()));

        assertThat(get(exchange).await().failure).isEqualTo(new Failure(Outcome.CONNECTION_REFUSED, "refused"));
        assertThat(exchange.attempts().getFirst().address).isNull();
    }

    @Test
    void the_next_address_is_tried_when_one_refuses() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            Cluster cluster = Exchanges.cluster(
                    Discovery.STATIC,
                    new Endpoint("127.0.0.1", closedPort(), 1000000, Map.of(), true),
                    new Endpoint("127.0.0.1", upstream.port(), 1, Map.of(), true));
            Exchange exchange = Exchanges.to(loop.loop(), cluster);

            assertThat(get(exchange).await().body).hasToString("ok");
            assertThat(exchange.attempts()).hasSize(1);
        }
    }

    @Test
    void a_prohibited_address_is_never_connected_to() {
        resolver.knows("rebound.example", "127.0.0.1");
        forwarder = new PooledForwarder(
                new Destinations(resolver, new AddressGuard(List.of())), loop.timer(), UpstreamSettings.DEFAULT);
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("secret")) {
            Cluster cluster = Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("rebound.example", upstream.port()));

            assertThat(get(Exchanges.to(loop.loop(), cluster)).await().failure)
                    .isEqualTo(new Failure(Outcome.ADDRESS_PROHIBITED, "the address is loopback (127.0.0.0/8)"));
            assertThat(upstream.connections).hasValue(0);
        }
    }

    @Test
    void a_name_that_rebinds_is_checked_again_though_a_connection_is_pooled() {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            get(to(upstream)).await();
            resolver.knows("bank.example", "169.254.169.254");

            assertThat(get(to(upstream)).await().failure)
                    .isNotNull()
                    .extracting(Failure::outcome)
                    .isEqualTo(Outcome.ADDRESS_PROHIBITED);
        }
    }

    @Test
    void an_abort_closes_the_connection_and_silences_the_response() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            peer.readToEnd();
        })) {
            Exchange exchange = to(upstream);
            RecordingSink response = new RecordingSink();
            RequestSink sink = loop.call(() -> {
                RequestSink begun = forwarder.forward(exchange, request(HttpMethod.GET), response);
                finish(begun);
                return begun;
            });
            TestLoop.await(response.headSeen);

            loop.run(() -> sink.abort(Outcome.CLIENT_GONE));

            upstream.awaitOver(0);
            assertThat(response.over).isNotDone();
            assertThat(exchange.attempts().getFirst().outcome).isEqualTo(Outcome.CLIENT_GONE);
        }
    }

    @Test
    void an_abort_while_connecting_leaves_nothing_behind() {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            Exchange exchange = to(upstream);
            RecordingSink response = new RecordingSink();
            ByteBuf body = text("abc");
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Content-Length", "3");

            loop.run(() -> {
                RequestSink sink = forwarder.forward(exchange, request, response);
                sink.body(body);
                sink.abort(Outcome.TRY_TIMEOUT);
                sink.abort(Outcome.CLIENT_GONE);
                finish(sink);
            });

            assertThat(body.refCnt()).isZero();
            assertThat(exchange.attempts().getFirst().outcome).isEqualTo(Outcome.TRY_TIMEOUT);
            assertThat(response.events).isEmpty();
            assertThat(upstream.heads).isEmpty();
        }
    }

    @Test
    void an_abort_after_the_end_is_harmless() {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            Exchange exchange = to(upstream);
            RecordingSink response = new RecordingSink();
            RequestSink sink = loop.call(() -> {
                RequestSink begun = forwarder.forward(exchange, request(HttpMethod.GET), response);
                finish(begun);
                return begun;
            });
            response.await();

            loop.run(() -> sink.abort(Outcome.CLIENT_GONE));

            assertThat(exchange.attempts().getFirst().outcome).isEqualTo(Outcome.COMPLETED);
            assertThat(pooled()).isEqualTo(1);
        }
    }
}
