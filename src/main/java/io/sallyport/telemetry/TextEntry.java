package io.sallyport.telemetry;

import io.sallyport.exchange.Exchange;
import io.sallyport.policy.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * A line in Envoy's default format: {@code [START_TIME] "METHOD PATH PROTOCOL" RESPONSE_CODE RESPONSE_FLAGS
 * BYTES_RECEIVED BYTES_SENT DURATION X-ENVOY-UPSTREAM-SERVICE-TIME "X-FORWARDED-FOR" "USER-AGENT" "X-REQUEST-ID"
 * "AUTHORITY" "UPSTREAM_HOST"}, with {@code -} for what there is not. {@code X-Forwarded-For} is never written: it
 * names people.
 */
final class TextEntry implements LineFormat {

    private final LineBuffer line = new LineBuffer();
    private final LogClock clock = new LogClock();

    @Override
    public LineBuffer encode(Exchange exchange) {
        RequestHead head = exchange.head();
        line.begin().put('[').escaped(clock.format(LogFacts.startMillis(exchange)));
        line.put(']').put(' ').put('"');
        text(head.method()).put(' ');
        text(LogFacts.path(head)).put(' ');
        text(exchange.protocol).put('"').put(' ');
        line.number(exchange.status).put(' ');
        text(ResponseFlags.of(exchange)).put(' ');
        line.number(exchange.bytesReceived).put(' ').number(exchange.bytesSent).put(' ');
        line.number(LogFacts.durationMillis(exchange)).put(' ');
        count(TryTimes.serviceMillis(exchange)).put(' ');
        quoted(null).put(' ');
        quoted(LogFacts.header(head, "user-agent")).put(' ');
        quoted(LogFacts.header(head, "x-request-id")).put(' ');
        quoted(LogFacts.authority(head)).put(' ');
        return quoted(LogFacts.upstreamHost(exchange)).put('\n');
    }

    private LineBuffer quoted(@Nullable String value) {
        line.put('"');
        return text(value).put('"');
    }

    private LineBuffer text(@Nullable String value) {
        return value == null || value.isEmpty() ? line.put('-') : line.escaped(value);
    }

    private LineBuffer count(long value) {
        return value < 0 ? line.put('-') : line.number(value);
    }
}
