package io.sallyport.telemetry;

import static io.sallyport.telemetry.Exchanges.BANK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.DenialReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ExchangeObserver nobody = new ExchangeObserver() {};

    @Test
    void aLineTellsTheWholeExchangeUnderEnvoysNames() throws IOException {
        Exchange exchange = Exchanges.begin(
                Exchanges.get("www.ecb.europa.eu", "/rates?key=secret&day=1")
                        .with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Exchanges.forward(BANK),
                nobody);
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        attempt.address = Exchanges.UPSTREAM;
        exchange.bytesSent = 1_234_567;
        exchange.status = 200;
        exchange.end(Outcome.COMPLETED, "");

        Map<String, Object> line = parse(new AccessLogEntry().encode(exchange));
        assertThat(line.keySet())
                .containsExactly(
                        "start_time",
                        "method",
                        "path",
                        "protocol",
                        "response_code",
                        "response_flags",
                        "response_code_details",
                        "bytes_received",
                        "bytes_sent",
                        "duration",
                        "upstream_host",
                        "upstream_cluster",
                        "attempts",
                        "authority",
                        "route_name",
                        "downstream_remote_address",
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

        assertThat(parse(new AccessLogEntry().encode(exchange)))
                .containsEntry("response_code_details", "host-not-listed: no entry")
                .containsEntry("path", null)
                .containsEntry("upstream_host", null)
                .containsEntry("upstream_cluster", null)
                .containsEntry("trace_id", null);
    }

    @Test
    void aCallerCannotForgeALine() throws IOException {
        String odd = "/\"\\\n{\u0000\u00fc\u20ac";
        Exchange exchange = Exchanges.begin(Exchanges.get("a", odd), Exchanges.forward(BANK), nobody);
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        byte[] line = new AccessLogEntry().encode(exchange);

        assertThat(new String(line, UTF_8).strip().lines()).hasSize(1);
        assertThat(new String(line, UTF_8)).matches("[ -~]*\n");
        assertThat(parse(line)).containsEntry("path", odd);
    }

    @Test
    void linesReachStandardOutputWithinASecondWithoutClose() throws Exception {
        CountDownLatch flushed = new CountDownLatch(1);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void flush() {
                flushed.countDown();
            }
        };
        try (AccessLog log = AccessLog.open("-", out, registry)) {
            Exchanges.end(bank(log), 200, Outcome.COMPLETED);

            assertThat(flushed.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingWritesWhatWaitsAndAFileIsAppendedTo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("access.log");
        for (int i = 0; i < 2; i++) {
            try (AccessLog log = AccessLog.open(file.toString(), OutputStream.nullOutputStream(), registry)) {
                Exchanges.end(bank(log), 200, Outcome.COMPLETED);
            }
        }

        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.endsWith("\"generation\":7}"));
    }

    @Test
    void offWritesNothingAndStartsNothing() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.open("off", out, registry)) {
            Exchanges.end(bank(log), 200, Outcome.COMPLETED);
        }

        assertThat(out.size()).isZero();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void aDestinationThatHangsCostsLinesNotTime() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        OutputStream hanging = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                writing.countDown();
                try {
                    release.await();
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
            }
        };
        try (AccessLog log = AccessLog.to(hanging, 8, registry)) {
            Exchanges.end(bank(log), 200, Outcome.COMPLETED);
            assertThat(writing.await(5, TimeUnit.SECONDS)).isTrue();

            for (int i = 0; i < 11; i++) {
                Exchanges.end(bank(log), 200, Outcome.COMPLETED);
            }

            assertThat(registry.get("sallyport.access.log.dropped").counter().count())
                    .isEqualTo(3);
            release.countDown();
        }
    }

    private static Exchange bank(AccessLog log) {
        return Exchanges.begin(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), log);
    }

    private static Map<String, Object> parse(byte[] line) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_NUMBER_INT) {
                    fields.put(name, parser.getLongValue());
                } else if (value == JsonToken.VALUE_STRING) {
                    fields.put(name, parser.getText());
                } else {
                    assertThat(value).isEqualTo(JsonToken.VALUE_NULL);
                    fields.put(name, null);
                }
            }
        }
        return fields;
    }
}
