package io.sallyport.telemetry;

import static io.sallyport.telemetry.Exchanges.BANK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

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
    void linesAreEnvoysTextWhereThatIsAskedFor(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("access.log");
        try (AccessLog log =
                AccessLog.open(file.toString(), AccessLogFormat.TEXT, OutputStream.nullOutputStream(), registry)) {
            Exchanges.end(bank(log), 200, Outcome.COMPLETED);
        }

        assertThat(Files.readAllLines(file)).singleElement().asString().contains("] \"GET / HTTP/1.1\" 200 - 0 0 ");
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
        AccessLog log = AccessLog.to(new LogDestination.Borrowed(hanging), AccessLogFormat.JSON, 4096, registry);
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
        try (AccessLog log = AccessLog.to(new LogDestination.Borrowed(full), AccessLogFormat.JSON, 4096, registry)) {
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
        assertThat(Files.readAllLines(file)).hasSize(3_000).allSatisfy(line -> LogLines.parse(line.getBytes(UTF_8)));
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

    private static Exchange bank(ExchangeObserver log) {
        return Exchanges.begin(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), log);
    }
}
