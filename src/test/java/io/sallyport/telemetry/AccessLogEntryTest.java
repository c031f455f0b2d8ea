package io.sallyport.telemetry;

import static io.sallyport.telemetry.Exchanges.BANK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.RequestHead;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessLogEntryTest {

    private final ExchangeObserver nobody = new ExchangeObserver() {};

    @Test
    void aLineTellsTheWholeExchangeUnderIstiosNamesAndOurs() throws IOException {
        Exchange exchange = Exchanges.begin(
                Exchanges.get("www.ecb.europa.eu", "/rates?key=secret&day=1")
                        .with("user-agent", "curl/8.14")
                        .with("x-request-id", "1b9c")
                        .with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Exchanges.forward(BANK),
                nobody);
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        attempt.address = Exchanges.UPSTREAM;
        attempt.encrypted = true;
        attempt.resolvedNanos = attempt.startedNanos() + 1_234_567;
        attempt.openedNanos = attempt.resolvedNanos + 20_000_999;
        attempt.connectedNanos = attempt.openedNanos + 30_000_000;
        attempt.requestSentNanos = attempt.connectedNanos + 1;
        attempt.firstByteNanos = attempt.requestSentNanos + 4_005_678;
        attempt.status = 200;
        exchange.endAttempt(attempt, Outcome.COMPLETED, "");
        exchange.caller = new CallerLabels("checkout", "", "", "shop", "", "", "", "");
        exchange.callerDetail = "pid 4711";
        exchange.bytesSent = 1_234_567;
        exchange.status = 200;
        exchange.end(Outcome.COMPLETED, "");

        Map<String, Object> line = parse(line(exchange));
        assertThat(line.keySet())
                .containsExactly(
                        "start_time",
                        "method",
                        "path",
                        "protocol",
                        "response_code",
                        "response_flags",
                        "response_code_details",
                        "upstream_transport_failure_reason",
                        "bytes_received",
                        "bytes_sent",
                        "duration",
                        "upstream_service_time",
                        "user_agent",
                        "request_id",
                        "authority",
                        "upstream_host",
                        "upstream_cluster",
                        "downstream_remote_address",
                        "requested_server_name",
                        "route_name",
                        "denial_reason",
                        "attempts",
                        "dns_duration",
                        "connect_duration",
                        "tls_duration",
                        "wait_duration",
                        "source_workload",
                        "source_namespace",
                        "caller_detail",
                        "trace_id",
                        "generation");
        assertThat(line)
                .containsEntry("path", "/rates?key=REDACTED&day=REDACTED")
                .containsEntry("response_code", 200L)
                .containsEntry("response_flags", "-")
                .containsEntry("response_code_details", "COMPLETED")
                .containsEntry("bytes_received", 0L)
                .containsEntry("bytes_sent", 1_234_567L)
                .containsEntry("upstream_host", "192.0.2.7:80")
                .containsEntry("upstream_cluster", "outbound|80||www.ecb.europa.eu")
                .containsEntry("attempts", 1L)
                .containsEntry("upstream_service_time", 55L)
                .containsEntry("user_agent", "curl/8.14")
                .containsEntry("request_id", "1b9c")
                .containsEntry("dns_duration", 1.234)
                .containsEntry("connect_duration", 20.0)
                .containsEntry("tls_duration", 30.0)
                .containsEntry("wait_duration", 4.005)
                .containsEntry("source_workload", "checkout")
                .containsEntry("source_namespace", "shop")
                .containsEntry("caller_detail", "pid 4711")
                .containsEntry("route_name", "currency-timeout/0")
                .containsEntry("downstream_remote_address", "127.0.0.1:40000")
                .containsEntry("trace_id", "0af7651916cd43dd8448eb211c80319c")
                .containsEntry("generation", 7L);
        assertThat(Duration.between(Instant.parse((String) line.get("start_time")), Instant.now()))
                .isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(1));
    }

    @Test
    void aDenialIsNamedByItsSlugAndWhatIsUnknownIsNull() throws IOException {
        Exchange exchange = Exchanges.begin(
                Exchanges.connect("evil.example"), Exchanges.deny(DenialReason.HOST_NOT_LISTED, null), nobody);
        exchange.status = 403;
        exchange.end(Outcome.DENIED, "no entry");

        assertThat(parse(line(exchange)))
                .containsEntry("response_code_details", "host-not-listed: no entry")
                .containsEntry("denial_reason", "host-not-listed")
                .containsEntry("source_workload", null)
                .containsEntry("caller_detail", null)
                .containsEntry("dns_duration", null)
                .containsEntry("upstream_service_time", null)
                .containsEntry("path", null)
                .containsEntry("upstream_host", null)
                .containsEntry("upstream_cluster", null)
                .containsEntry("trace_id", null);
    }

    @Test
    void aTimeoutTellsHowLongItWaitedAndAPooledConnectionThatItWasThere() throws IOException {
        Exchange exchange = bank();
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        attempt.resolvedNanos = attempt.startedNanos() + 1_000;
        attempt.requestSentNanos = attempt.startedNanos();
        exchange.endAttempt(attempt, Outcome.TRY_TIMEOUT, "");
        Exchanges.end(exchange, 504, Outcome.REQUEST_TIMEOUT);

        Map<String, Object> line = parse(line(exchange));
        assertThat(line)
                .containsEntry("dns_duration", 0.001)
                .containsEntry("connect_duration", null)
                .containsEntry("tls_duration", null)
                .containsEntry("upstream_service_time", null);
        assertThat((Double) line.get("wait_duration")).isBetween(0.0, 60_000.0);
    }

    @Test
    void aConnectionThatCouldNotBeMadeIsExplained() throws IOException {
        Exchange exchange = bank();
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        exchange.endAttempt(attempt, Outcome.TLS_CERTIFICATE_REJECTED, "expired on 2025-01-31");
        Exchanges.end(exchange, 503, Outcome.TLS_CERTIFICATE_REJECTED);

        assertThat(parse(line(exchange)))
                .containsEntry("upstream_transport_failure_reason", "TLS_CERTIFICATE_REJECTED: expired on 2025-01-31");
    }

    @Test
    void aTunnelsServerNameIsToldAndWhereItIsAnotherThatIsTheReason() throws IOException {
        Exchange exchange = Exchanges.begin(Exchanges.connect("www.ecb.europa.eu"), Exchanges.forward(BANK), nobody);
        exchange.serverName = "evil.example";
        exchange.end(Outcome.SERVER_NAME_MISMATCH, "server name evil.example");

        assertThat(parse(line(exchange)))
                .containsEntry("requested_server_name", "evil.example")
                .containsEntry("denial_reason", "server-name-mismatch")
                .containsEntry("response_code_details", "SERVER_NAME_MISMATCH: server name evil.example");
    }

    @Test
    void noSecretOfARequestIsWrittenDown() throws IOException {
        for (AccessLogFormat format : AccessLogFormat.values()) {
            Exchange exchange = Exchanges.begin(
                    new Exchanges.Head(
                            RequestHead.Form.HTTP,
                            "GET",
                            "user:SECRET@www.ecb.europa.eu",
                            80,
                            "/rates?day=SECRET&SECRET2=",
                            new LinkedHashMap<>(Map.of(
                                    "authorization", List.of("Bearer SECRET"),
                                    "cookie", List.of("SECRET"),
                                    "x-forwarded-for", List.of("SECRET"),
                                    "proxy-authorization", List.of("SECRET")))),
                    Exchanges.forward(BANK),
                    nobody);
            Exchanges.end(exchange, 200, Outcome.COMPLETED);

            assertThat(new String(LogLines.of(format, exchange), UTF_8))
                    .contains("/rates?day=REDACTED", "www.ecb.europa.eu")
                    .doesNotContain("SECRET\"", "SECRET@", "SECRET ", "SECRET&");
        }
    }

    @Test
    void headersOfTheCallersAreCutToALength() throws IOException {
        Exchange exchange = Exchanges.begin(
                Exchanges.get("www.ecb.europa.eu", "/")
                        .with("user-agent", "a".repeat(10_000))
                        .with("x-request-id", "b".repeat(10_000)),
                Exchanges.forward(BANK),
                nobody);
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(parse(line(exchange)))
                .containsEntry("user_agent", "a".repeat(256))
                .containsEntry("request_id", "b".repeat(256));
    }

    @Test
    void aCallerCannotForgeALine() throws IOException {
        String odd = "/\"\\\n{\u0000\u00fc\u20ac";
        Exchange exchange = Exchanges.begin(Exchanges.get("a", odd), Exchanges.forward(BANK), nobody);
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        byte[] line = line(exchange);

        assertThat(new String(line, UTF_8).strip().lines()).hasSize(1);
        assertThat(new String(line, UTF_8)).matches("[ -~]*\n");
        assertThat(parse(line)).containsEntry("path", odd);
    }

    @Test
    void theTraceIsThatOfOurOwnSpanWhereTheCallerBroughtNone() throws IOException {
        Exchange exchange = bank();
        exchange.span = Span.wrap(SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault()));
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(parse(line(exchange))).containsEntry("trace_id", "0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void everyNumberIsWrittenAsItIs() throws IOException {
        for (long number : new long[] {0, 9, 10, 99, 1_000_000_000, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            Exchange exchange = bank();
            exchange.bytesSent = number;
            Exchanges.end(exchange, 200, Outcome.COMPLETED);

            assertThat(parse(line(exchange))).containsEntry("bytes_sent", number);
        }
    }

    private static byte[] line(Exchange exchange) {
        return LogLines.of(AccessLogFormat.JSON, exchange);
    }

    private static Map<String, Object> parse(byte[] line) throws IOException {
        return LogLines.parse(line);
    }

    private Exchange bank() {
        return Exchanges.begin(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), nobody);
    }
}
