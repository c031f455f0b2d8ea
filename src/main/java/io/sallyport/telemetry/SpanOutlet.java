package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands on both sides of the SDK's queue of ended spans, and counts those that get no further: there was no room for
 * them, or the collector did not take them. What waits and what is under way are bounded together.
 */
final class SpanOutlet {

    private final Counter dropped;
    private final DropLog log;
    private final AtomicInteger held = new AtomicInteger();

    SpanOutlet(Counter dropped, DropLog log) {
        this.dropped = dropped;
        this.log = log;
    }

    /** Spans that ended and are neither sent nor dropped. */
    int held() {
        return held.get();
    }

    /** @param capacity the most spans held, at most as many as the SDK's queue has room for */
    SpanProcessor before(SpanProcessor queue, int capacity) {
        return new Entrance(queue, capacity);
    }

    SpanExporter behind(SpanExporter exporter) {
        return new Exit(exporter);
    }

    private final class Entrance implements SpanProcessor {

        private final SpanProcessor queue;
        private final int capacity;

        Entrance(SpanProcessor queue, int capacity) {
            this.queue = queue;
            this.capacity = capacity;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            if (!span.getSpanContext().isSampled()) {
                // The queue would not keep it either, nor is anybody waiting for it.
                return;
            }
            if (held.incrementAndGet() > capacity) {
                held.decrementAndGet();
                // Not logged here: an event loop does not write to consoles.
                dropped.increment();
            } else {
                queue.onEnd(span);
            }
        }

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            queue.onStart(parent, span);
        }

        @Override
        public boolean isStartRequired() {
            return queue.isStartRequired();
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }

        @Override
        public CompletableResultCode forceFlush() {
            return queue.forceFlush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return queue.shutdown();
        }
    }

    private final class Exit implements SpanExporter {

        private final SpanExporter exporter;

        Exit(SpanExporter exporter) {
            this.exporter = exporter;
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            // Now: the collection is the queue's, and used again.
            int count = spans.size();
            CompletableResultCode result = exporter.export(spans);
            result.whenComplete(() -> {
                held.addAndGet(-count);
                if (!result.isSuccess()) {
                    dropped.increment(count);
                    log.notSent((long) dropped.count(), result.getFailureThrowable());
                }
            });
            return result;
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
