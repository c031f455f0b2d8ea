package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Decision;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.SnapshotSource;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a request: reads its target, asks the policy once, and answers it or begins a turn. */
final class Dispatch {

    private final ListenerContext context;
    private final int port;

    /** @param port the port that requests in origin-form ask for; 0: the one their Host names */
    Dispatch(ListenerContext context, int port) {
        this.context = context;
        this.port = port;
    }

    void begin(Caller connection, HttpRequest request) {
        switch (RequestTarget.read(request, port, connection.origin())) {
            case HeadRefusal refusal -> {
                Failure failure = new Failure(Outcome.CLIENT_MALFORMED, refusal.reason());
                connection.answer(context.answers().refusal(refusal.status(), failure), false);
            }
            case ClientRequestHead head -> open(connection, request, head);
        }
    }

    private void open(Caller connection, HttpRequest request, ClientRequestHead head) {
        SnapshotSource.Published published = context.services().snapshots().current();
        if (head.form() == RequestHead.Form.HTTP) {
            head.normalizePath(published.snapshot().pathNormalization());
        }
        Decision decision = published.snapshot().decide(head, ThreadLocalRandom.current());
        Exchange exchange = new Exchange(
                connection.loop(),
                published.snapshot(),
                published.generation(),
                head,
                decision,
                connection.client(),
                System.nanoTime(),
                context.services().observer());
        exchange.protocol = protocol(request.protocolVersion());
        if (head.form() == RequestHead.Form.HTTP) {
            exchange.requestHeadBytes = HeadSize.of(request);
        }
        exchange.start();
        Refusal refusal = refusal(connection, request, head);
        if (refusal == null && decision instanceof Decision.Forward) {
            forward(connection, request, head, exchange);
            return;
        }
        if (refusal == null && decision instanceof Decision.Intercept intercept) {
            Interception interception = new Interception(context, this, connection, exchange);
            connection.take(interception);
            interception.start(intercept);
            return;
        }
        try {
            answer(connection, head, exchange, refusal);
        } catch (RuntimeException e) {
            // No turn was taken that could end it.
            exchange.end(Outcome.INTERNAL, e.getClass().getSimpleName());
            throw e;
        }
    }

    private void answer(Caller connection, ClientRequestHead head, Exchange exchange, @Nullable Refusal refusal) {
        if (refusal != null) {
            Answer answer = context.answers().failure(head, refusal.failure(), refusal.status());
            connection.answer(exchange, answer, refusal.failure());
            return;
        }
        switch (exchange.decision()) {
            case Decision.Deny denial -> {
                Answer answer = context.answers().denial(exchange.snapshot(), head, denial);
                Outcome outcome = Answers.outcome(denial.reason());
                connection.answer(
                        exchange, answer, new Failure(outcome, denial.reason().slug()));
            }
            case Decision.Answer decided -> {
                Answer answer = context.answers().route(decided);
                RouteTreatment.response(answer.headers(), exchange);
                connection.answer(exchange, answer, new Failure(Outcome.COMPLETED, ""));
            }
            case Decision.Intercept interception ->
                throw new IllegalStateException("to be intercepted: " + interception);
            case Decision.Forward forward -> throw new IllegalStateException("to be forwarded: " + forward);
        }
    }

    private void forward(Caller connection, HttpRequest request, ClientRequestHead head, Exchange exchange) {
        if (head.form() == RequestHead.Form.TUNNEL) {
            TunnelOpening opening = new TunnelOpening(context, connection, exchange);
            connection.take(opening);
            opening.start();
            return;
        }
        if (HttpMethod.OPTIONS.equals(request.method()) && MaxForwards.isUsedUp(request.headers())) {
            connection.answer(exchange, context.answers().options(), new Failure(Outcome.COMPLETED, ""));
            return;
        }
        HttpRelay relay = new HttpRelay(context, connection, exchange, request);
        connection.take(relay);
        OutgoingRequest.prepare(request, head, context.via());
        head.withhold(exchange.outward());
        RouteTreatment.request(request, exchange, exchange.forward().treatment());
        relay.start();
    }

    /** Why a request is refused whatever the policy says of its target. */
    private record Refusal(int status, Failure failure) {}

    private @Nullable Refusal refusal(Caller connection, HttpRequest request, ClientRequestHead head) {
        if (connection.isExcess()) {
            return refusal(Outcome.OVERLOADED, 503, "too many client connections");
        }
        InnerOrigin origin = connection.origin();
        if (origin != null && !origin.isOf(head)) {
            String asked = head.scheme() + "://" + head.authority();
            return refusal(Outcome.DENIED, 421, "the request is for " + asked + ", its connection for " + origin);
        }
        if (HttpMethod.TRACE.equals(request.method())) {
            return refusal(Outcome.DENIED, 405, "TRACE is not forwarded");
        }
        if (context.via().isLoop(request.headers())) {
            return refusal(Outcome.LOOP_DETECTED, 508, "the Via field names this proxy");
        }
        String expected = request.headers().get(HttpHeaderNames.EXPECT);
        if (expected != null && !isHttp10(request) && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
            return refusal(Outcome.CLIENT_MALFORMED, 417, "an expectation other than 100-continue");
        }
        return null;
    }

    private static Refusal refusal(Outcome outcome, int status, String why) {
        return new Refusal(status, new Failure(outcome, why));
    }

    private static String protocol(HttpVersion version) {
        if (version.majorVersion() == 2) {
            return "HTTP/2";
        }
        return version.minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    private static boolean isHttp10(HttpRequest request) {
        return HttpVersion.HTTP_1_0.equals(request.protocolVersion());
    }
}
