package io.sallyport.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineWriterTest {

    private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
    private final OutputStream destination = new OutputStream() {
        @Override
        public void write(int one) {
            throw new UnsupportedOperationException("byte by byte");
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            written.add(new String(bytes, offset, count, US_ASCII));
        }
    };

    @Test
    void afterASilenceItSleepsAndTheNextLineWakesIt() throws Exception {
        Counter dropped = new SimpleMeterRegistry().counter("dropped");
        try (LineWriter writer =
                new LineWriter(new LogDestination.Borrowed(destination), 1_024, dropped, Duration.ofHours(1))) {
            LineRing ring = writer.ring();
            writer.start();
            for (String text : new String[] {"first\n", "second\n"}) {
                while (!writer.isAsleep()) {
                    Thread.onSpinWait();
                }
                writer.write(ring, line(text));

                assertThat(written.poll(30, TimeUnit.SECONDS)).isEqualTo(text);
            }
            assertThat(dropped.count()).isZero();
        }
    }

    @Test
    void itsEndWakesItToo() throws Exception {
        Counter dropped = new SimpleMeterRegistry().counter("dropped");
        LineWriter writer =
                new LineWriter(new LogDestination.Borrowed(destination), 1_024, dropped, Duration.ofHours(1));
        LineRing ring = writer.ring();
        writer.start();
        while (!writer.isAsleep()) {
            Thread.onSpinWait();
        }
        ring.offer("last\n".getBytes(US_ASCII), 5);

        writer.close();

        assertThat(written).containsExactly("last\n");
    }

    private static LineBuffer line(String text) {
        return new LineBuffer().begin().put(text.getBytes(US_ASCII));
    }
}
