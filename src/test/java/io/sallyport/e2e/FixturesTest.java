package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixtures against each other: a test that stands on them must be able to trust them. */
class FixturesTest {

    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void requests_are_kept_verbatim_over_one_connection() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("hi"));
                RawClient client = RawClient.connect(upstream.port())) {
            String chunked = "POST / HTTP/1.1\r\nhost:  a\r\nTransfer-Encoding: chunked\r\n\r\n";
            assertThat(client.send(GET).readResponse().text()).isEqualTo("hi");
            client.send(chunked + "2;x\r\nab\r\n1\r\nc\r\n0\r\nX-Sum: 1\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);

            assertThat(upstream.connectionCount()).isEqualTo(1);
            assertThat(upstream.requests()).extracting(WireMessage::head).containsExactly(GET, chunked);
            assertThat(upstream.requests().getLast().text()).isEqualTo("abc");
            assertThat(upstream.requests().getLast().trailers()).isEqualTo("X-Sum: 1\r\n");
        }
    }

    @Test
    void each_connection_plays_its_own_script_and_the_last_one_again() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.closing(), Script.ok("later"))) {
            try (RawClient first = RawClient.connect(upstream.port())) {
                assertThat(first.send(GET).isClosedByPeer()).isTrue();
            }
            for (int round = 0; round < 2; round++) {
                try (RawClient next = RawClient.connect(upstream.port())) {
                    assertThat(next.send(GET).readResponse().text()).isEqualTo("later");
                }
            }
            assertThat(upstream.connectionCount()).isEqualTo(3);
        }
    }

    @Test
    void half_a_body_ends_in_a_reset() {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab";
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.send(half);
                    connection.readBytes(1);
                    connection.reset();
                });
                RawClient client = RawClient.connect(upstream.port())) {
            assertThat(client.send(GET).readHead().status()).isEqualTo(200);
            assertThat(client.readBytes(2)).asString().isEqualTo("ab");
            client.send("!");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void half_a_body_and_a_close_fail_the_reading() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
                });
                RawClient client = RawClient.connect(upstream.port())) {
            client.send(GET);
            assertThatThrownBy(client::readResponse)
                    .hasCauseInstanceOf(EOFException.class)
                    .hasMessageContaining("ended after 2 bytes (expected: 4)");
        }
    }

    @Test
    void an_answer_waits_for_its_signal_or_time() {
        CountDownLatch signal = new CountDownLatch(1);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(
                        connection -> {
                            connection.readRequest();
                            connection.await(signal);
                            connection.send("HTTP/1.1 204 No Content\r\n\r\n");
                        },
                        Script.okAfter(Duration.ofMillis(50), "late"));
                RawClient client = RawClient.connect(upstream.port())) {
            client.send(GET);
            signal.countDown();
            assertThat(client.readResponse().startLine()).isEqualTo("HTTP/1.1 204 No Content");
            try (RawClient second = RawClient.connect(upstream.port())) {
                long begun = System.nanoTime();
                assertThat(second.send(GET).readResponse().text()).isEqualTo("late");
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            }
        }
    }

    @Test
    void a_client_that_leaves_is_noticed_by_a_silent_upstream() throws InterruptedException {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(
                Script.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), Script.silent())) {
            try (RawClient first = RawClient.connect(upstream.port());
                    RawClient leaving = RawClient.connect(upstream.port())) {
                first.send(GET).readResponse();
                leaving.send(GET).reset();
            }
            assertThat(upstream.connection(1).hasEnded()).isTrue();
        }
    }

    @Test
    void a_half_closed_client_still_reads() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> connection.send(connection.readToEnd()));
                RawClient client = RawClient.connect(upstream.port())) {
            assertThat(client.send("echo").halfClose().readToEnd()).asString().isEqualTo("echo");
        }
    }

    @Test
    void tls_shows_the_certificate_made_for_the_test_and_hears_the_name(@TempDir Path directory)
            throws InterruptedException {
        TlsIdentity identity = TlsIdentity.create(directory, "bank.example", "ip:127.0.0.1");
        assertThat(identity.certificatePem())
                .content(StandardCharsets.US_ASCII)
                .startsWith("-----BEGIN CERTIFICATE-----\n");
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(identity, Script.ok("secret"))) {
            try (RawClient client = RawClient.connect(upstream.port())) {
                client.startTls(identity.context(), "bank.example");
                assertThat(client.send(GET).readResponse().text()).isEqualTo("secret");
                assertThat(upstream.connection(0).serverName()).isEqualTo("bank.example");
            }
            try (RawClient plain = RawClient.connect(upstream.port())) {
                plain.send(GET);
                assertThat(upstream.connection(1).hasEnded()).isTrue();
                assertThat(upstream.requests()).as("requests over plain text").hasSize(1);
            }
        }
    }

    @Test
    void a_script_that_fails_fails_the_test() {
        ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
            connection.readRequest();
            throw new IllegalStateException("wrong request");
        });
        try (RawClient client = RawClient.connect(upstream.port())) {
            assertThat(client.send(GET).isClosedByPeer()).isTrue();
        }
        assertThatThrownBy(upstream::close).isInstanceOf(AssertionError.class).hasRootCauseMessage("wrong request");
    }
}
