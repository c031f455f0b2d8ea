package io.sallyport.telemetry;

import io.netty.handler.codec.http.HttpHeaders;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.RequestHead;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a server span of each exchange and a client span of each try of it, by OpenTelemetry's HTTP conventions, with
 * the attributes that Kiali reads beside them. A tunnel is one span: connecting is its only try.
 *
 * <p>The caller's trace goes on, and each try's span is what the upstream sees as its parent. Contexts are passed by
 * hand, never made current: exchanges interleave on one thread. All times are those of the exchange, whenever this is
 * told of them.
 */
public final class TracingObserver implements ExchangeObserver {

    private static final TextMapSetter<HttpHeaders> SETTER = (headers, name, value) -> {
        if (headers != null) {
            headers.set(name, value);
        }
    };

    private static final String HTTP = "HTTP/";

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final EpochClock clock = new EpochClock();
    private final SpanEvents events = new SpanEvents(clock);
    private final KialiAttributes kiali;

    /** For a process that belongs to no known workload. */
    public TracingObserver(OpenTelemetry openTelemetry) {
        this(openTelemetry, ProxyNode.of(Map.of(), Optional.empty(), "default"));
    }

    /** @param node who we are in Kiali's eyes */
    public TracingObserver(OpenTelemetry openTelemetry, ProxyNode node) {
        this.tracer = openTelemetry.getTracer("io.sallyport");
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
        this.kiali = new KialiAttributes(node);
    }

    @Override
    public void started(Exchange exchange) {
        clock.adjust();
        RequestHead head = exchange.head();
        Span span = tracer.spanBuilder(SpanAttributes.spanName(head))
                .setSpanKind(SpanKind.SERVER)
                .setParent(propagator.extract(Context.root(), head, RequestHeadGetter.INSTANCE))
                .setStartTimestamp(clock.at(exchange.startedNanos()), TimeUnit.NANOSECONDS)
                .startSpan();
        exchange.span = span;
        if (span.isRecording()) {
            SpanAttributes.common(span, head);
            SpanAttributes.peer(span, exchange.client());
            SpanAttributes.client(span, exchange.client());
            SpanAttributes.userAgent(span, head);
            if (exchange.protocol.startsWith(HTTP)) {
                span.setAttribute(SpanAttributes.PROTOCOL_VERSION, exchange.protocol.substring(HTTP.length()));
            }
            if (head.form() == RequestHead.Form.HTTP) {
                span.setAttribute(SpanAttributes.URL_SCHEME, head.scheme());
                SpanAttributes.path(span, head.path());
            }
            span.setAttribute(SpanAttributes.GENERATION, exchange.generation());
            kiali.begin(span, exchange);
        }
    }

    @Override
    public void attemptStarted(Exchange exchange, Attempt attempt, HttpHeaders outgoing) {
        RequestHead head = exchange.head();
        // What is inside a tunnel is not ours to touch, and it has no tries but the one to connect.
        if (!(exchange.span instanceof Span parent) || head.form() == RequestHead.Form.TUNNEL) {
            return;
        }
        Context context = Context.root().with(parent);
        Span span = tracer.spanBuilder(SpanAttributes.spanName(head))
                .setSpanKind(SpanKind.CLIENT)
                .setParent(context)
                .setStartTimestamp(clock.at(attempt.startedNanos()), TimeUnit.NANOSECONDS)
                .startSpan();
        attempt.span = span;
        if (attempt.number() > 1 && parent.isRecording()) {
            events.retry(parent, exchange, attempt);
        }
        if (span.isRecording()) {
            SpanAttributes.common(span, head);
            if (attempt.number() > 1) {
                span.setAttribute(SpanAttributes.RESEND_COUNT, (long) attempt.number() - 1);
            }
            span.setAttribute(SpanAttributes.URL_FULL, SpanAttributes.fullUrl(head));
            kiali.begin(span, exchange);
        }
        // A foreign host is told of the trace only where it is to be.
        if (span.getSpanContext().isValid() && exchange.outward().carriesTrace()) {
            // The state belongs to a parent that was perhaps not taken over; if it was, it is set again.
            outgoing.remove("tracestate");
            propagator.inject(context.with(span), outgoing, SETTER);
        }
    }

    @Override
    public void attemptEnded(Exchange exchange, Attempt attempt) {
        if (exchange.head().form() == RequestHead.Form.TUNNEL) {
            if (exchange.span instanceof Span span && span.isRecording()) {
                events.steps(span, attempt);
                SpanAttributes.upstream(span, attempt.address);
            }
        } else if (exchange.callerToCome == null) {
            end(exchange, attempt);
        }
    }

    @Override
    public void ended(Exchange exchange) {
        if (!(exchange.span instanceof Span span)) {
            return;
        }
        for (Attempt attempt : exchange.attempts()) {
            // Those that ended before it was known who calls.
            if (attempt.outcome != null) {
                end(exchange, attempt);
            }
        }
        if (span.isRecording()) {
            status(span, exchange.status);
            // A 4xx is the caller's error, so not this span's, even where we made it.
            boolean callersError = exchange.status >= 400 && exchange.status < 500;
            if (exchange.status >= 500 || (exchange.outcome() != Outcome.COMPLETED && !callersError)) {
                error(span, exchange.outcome(), exchange.status);
            }
            if (exchange.head().form() == RequestHead.Form.TUNNEL) {
                span.setAttribute(SpanAttributes.TUNNEL_RECEIVED, exchange.bytesReceived);
                span.setAttribute(SpanAttributes.TUNNEL_SENT, exchange.bytesSent);
            }
            events.denial(span, exchange);
            kiali.end(span, exchange, exchange.status, ResponseFlags.of(exchange));
        }
        span.end(clock.at(exchange.endedNanos()), TimeUnit.NANOSECONDS);
    }

    private void end(Exchange exchange, Attempt attempt) {
        if (!(attempt.span instanceof Span span)) {
            return;
        }
        attempt.span = null;
        Outcome outcome = attempt.outcome;
        if (span.isRecording()) {
            events.steps(span, attempt);
            SpanAttributes.peer(span, attempt.address);
            status(span, attempt.status);
            if (attempt.status >= 400 || outcome != Outcome.COMPLETED) {
                error(span, outcome, attempt.status);
            }
            kiali.end(span, exchange, attempt.status, outcome == null ? "-" : outcome.flag());
        }
        span.end(clock.at(attempt.endedNanos), TimeUnit.NANOSECONDS);
    }

    private static void status(Span span, int status) {
        if (status != 0) {
            span.setAttribute(SpanAttributes.STATUS_CODE, (long) status);
        }
    }

    private static void error(Span span, @Nullable Outcome outcome, int status) {
        span.setAttribute(SpanAttributes.ERROR_TYPE, SpanAttributes.errorType(outcome, status));
        span.setStatus(StatusCode.ERROR);
    }
}
