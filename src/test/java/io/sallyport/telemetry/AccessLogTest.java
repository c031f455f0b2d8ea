package io.sallyport.telemetry;

import static io.sallyport.telemetry.Exchanges.BANK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

        assertThat(parse(line(exchange)))
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

        byte[] line = line(exchange);

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
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OutputStream hanging = new OutputStream() {
            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                writing.countDown();
                try {
                    release.await();
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
                written.write(bytes, offset, count);
            }
        };
        AccessLog log = AccessLog.to(new LogDestination.Borrowed(hanging), 4096, registry);
        Exchanges.end(bank(log), 200, Outcome.COMPLETED);
        assertThat(writing.await(5, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 99; i++) {
            Exchanges.end(bank(log), 200, Outcome.COMPLETED);
        }
        double droppedWhileHanging = dropped();
        release.countDown();
        log.close();

        assertThat(droppedWhileHanging).isGreaterThan(80);
        assertThat(written.toString(UTF_8).lines())
                .as("each line is either written whole or counted")
                .hasSize(100 - (int) dropped())
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void aDestinationThatFailsCountsItsLinesAndIsTriedAgain() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (failed.getCount() > 0) {
                    throw new IOException("disk full, on purpose");
                }
                written.countDown();
            }

            @Override
            public void flush() {}
        };
        try (AccessLog log = AccessLog.to(new LogDestination.Borrowed(full), 4096, registry)) {
            Exchanges.end(bank(log), 200, Outcome.COMPLETED);
            await(() -> dropped() == 1);
            failed.countDown();
            Exchanges.end(bank(log), 200, Outcome.COMPLETED);

            assertThat(written.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(dropped()).isEqualTo(1);
        }
    }

    @Test
    void aRotatedFileIsLeftAndANewOneOfItsNameIsBegun(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("access.log");
        Path rotated = folder.resolve("access.log.1");
        try (AccessLog log = AccessLog.open(file.toString(), OutputStream.nullOutputStream(), registry)) {
            Exchanges.end(bank(log), 200, Outcome.COMPLETED);
            await(() -> Files.size(file) > 0);
            Files.move(file, rotated);
            log.reopen();
            await(() -> Files.exists(file));
            Exchanges.end(bank(log), 503, Outcome.CONNECTION_REFUSED);
        }

        assertThat(Files.readAllLines(rotated)).singleElement().asString().contains("\"response_code\":200");
        assertThat(Files.readAllLines(file)).singleElement().asString().contains("\"response_code\":503");
        assertThat(dropped()).isZero();
    }

    @Test
    void linesAfterTheCloseAreCounted(@TempDir Path folder) throws IOException {
        AccessLog log = AccessLog.open(folder.resolve("a").toString(), OutputStream.nullOutputStream(), registry);
        log.close();

        Exchanges.end(bank(log), 200, Outcome.COMPLETED);

        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void linesOfSeveralThreadsAreNotMixed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("access.log");
        try (AccessLog log = AccessLog.open(file.toString(), OutputStream.nullOutputStream(), registry)) {
            List<Thread> loops = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                loops.add(Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 1_000; n++) {
                        Exchanges.end(bank(log), 200, Outcome.COMPLETED);
                    }
                }));
            }
            for (Thread loop : loops) {
                loop.join();
            }
        }

        assertThat(dropped()).isZero();
        assertThat(Files.readAllLines(file)).hasSize(3_000).allSatisfy(line -> parse(line.getBytes(UTF_8)));
    }

    @Test
    void theTraceIsThatOfOurOwnSpanWhereTheCallerBroughtNone() throws IOException {
        Exchange exchange = bank(nobody);
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
            Exchange exchange = bank(nobody);
            exchange.bytesSent = number;
            Exchanges.end(exchange, 200, Outcome.COMPLETED);

            assertThat(parse(line(exchange))).containsEntry("bytes_sent", number);
        }
    }

    private double dropped() {
        return registry.get("sallyport.access.log.dropped").counter().count();
    }

    /** Looks until it is so, for at most five seconds. */
    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static byte[] line(Exchange exchange) {
        JsonLine line = new AccessLogEntry().encode(exchange);
        return Arrays.copyOf(line.bytes(), line.length());
    }

    private static Exchange bank(ExchangeObserver log) {
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
