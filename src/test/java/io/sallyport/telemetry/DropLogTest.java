package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DropLogTest {

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
    private final DropLog log = new DropLog(lines::add, clock::get);

    @Test
    void aMinuteOfFailuresIsOneLine() {
        for (int second = 0; second < 60; second++) {
            log.notSent(512L * second, new IOException("refused"));
            clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(lines).containsExactly("spans do not reach the collector, 0 dropped so far: refused");

        log.notSent(40_000, new IllegalStateException("export", new IOException("reset")));

        assertThat(lines).hasSize(2).last().isEqualTo("spans do not reach the collector, 40000 dropped so far: reset");
    }

    @Test
    void aFailureWithoutACauseIsTold() {
        log.notSent(1, null);

        assertThat(lines).containsExactly("spans do not reach the collector, 1 dropped so far: it did not take them");
    }
}
