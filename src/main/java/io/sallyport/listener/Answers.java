package io.sallyport.listener;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.Explainer;
import io.sallyport.policy.Explanation;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.Snapshot;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words the responses that we make ourselves: denials, failures, refusals, and a route's own answers. */
final class Answers {

    static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, CONNECT";

    private static final int LONGEST_REASON = 120;
    /** RFC 9110 section 5.6.7; the JDK's own RFC_1123_DATE_TIME leaves out a zero. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final byte[] NOTHING = new byte[0];

    private final Explainer explainer;
    private final ListenerSettings settings;

    Answers(Explainer explainer, ListenerSettings settings) {
        this.explainer = explainer;
        this.settings = settings;
    }

    /** What a denial counts as. */
    static Outcome outcome(DenialReason reason) {
        return switch (reason) {
            case HOST_NOT_LISTED,
                    ADDRESS_NOT_LISTED,
                    PORT_NOT_LISTED,
                    PORT_NOT_HTTP,
                    PORT_NOT_TUNNELLED,
                    TLS_NOT_ORIGINATED -> Outcome.DENIED;
            case NO_ROUTE -> Outcome.NO_ROUTE;
            case DESTINATION_UNKNOWN -> Outcome.DESTINATION_UNKNOWN;
        };
    }

    /** A denial by policy, explained. */
    Answer denial(Snapshot snapshot, RequestHead head, Decision.Deny denial) {
        Explanation told = explainer.explain(snapshot, head, denial);
        Outcome outcome = outcome(denial.reason());
        int status = outcome == Outcome.DENIED ? settings.denialStatus() : outcome.status();
        Problem problem = new Problem(
                status,
                denial.reason().slug(),
                told.title(),
                told.detail(),
                head.host(),
                head.port(),
                told.nearest(),
                told.remedy());
        return problem(problem, new Failure(outcome, told.title()), head, told.title());
    }

    /** A failure whose outcome has a status. */
    Answer failure(RequestHead head, Failure failure) {
        return failure(head, failure, failure.outcome().status());
    }

    /** A failure under another status than its outcome's. */
    Answer failure(RequestHead head, Failure failure, int status) {
        Problem problem = new Problem(
                status,
                slug(failure.outcome()),
                OutcomeTitle.of(failure.outcome()),
                failure.detail(),
                head.host(),
                head.port(),
                null,
                null);
        boolean brief = !failure.detail().isEmpty() && failure.detail().length() <= LONGEST_REASON / 2;
        return problem(problem, failure, head, brief ? problem.title() + ": " + failure.detail() : problem.title());
    }

    /** For what was not even a readable head. */
    Answer refusal(int status, Failure failure) {
        String title = OutcomeTitle.of(failure.outcome());
        return problem(
                new Problem(status, slug(failure.outcome()), title, failure.detail(), null, 0, null, null),
                failure,
                null,
                title);
    }

    /** A route's own answer. */
    Answer route(Decision.Answer decided) {
        HttpHeaders headers = generated(new Failure(Outcome.COMPLETED, ""));
        decided.headers().forEach(headers::set);
        boolean bodiless = decided.status() == 204 || decided.status() == 304;
        byte[] body = bodiless ? NOTHING : decided.body();
        if (!bodiless) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        }
        return new Answer(HttpResponseStatus.valueOf(decided.status()), headers, body);
    }

    /** OPTIONS with Max-Forwards: 0, which ends here (RFC 9110 section 7.6.2). */
    Answer options() {
        HttpHeaders headers = generated(new Failure(Outcome.COMPLETED, "Max-Forwards was 0"))
                .set(HttpHeaderNames.ALLOW, METHODS)
                .set(HttpHeaderNames.CONTENT_LENGTH, "0");
        return new Answer(HttpResponseStatus.OK, headers, NOTHING);
    }

    private Answer problem(Problem problem, Failure failure, @Nullable RequestHead head, String line) {
        if (head != null && GrpcAnswer.isFor(head)) {
            return GrpcAnswer.of(generated(failure), failure.outcome(), problem.status(), line);
        }
        ProblemBody format = AcceptedFormat.of(head == null ? List.of() : head.headers("accept"));
        byte[] body = format.of(problem);
        HttpHeaders headers = generated(failure)
                .set(HttpHeaderNames.CONTENT_TYPE, format.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length))
                // A cache would remember 404 and 405 by itself, past the next configuration.
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (failure.outcome() == Outcome.POOL_FULL) {
            // Envoy's way to tell a bound reached from a server that is down.
            headers.set("x-envoy-overloaded", "true");
        }
        if (problem.status() == 405) {
            headers.set(HttpHeaderNames.ALLOW, METHODS);
        }
        return new Answer(status(problem.status(), line, head), headers, body);
    }

    private HttpHeaders generated(Failure failure) {
        return new DefaultHttpHeaders()
                .set(HttpHeaderNames.DATE, HTTP_DATE.format(Instant.now()))
                .set(ProxyStatus.FIELD, ProxyStatus.of(settings.pseudonym(), failure));
    }

    /** Clients hide the body of a refused CONNECT, but show its reason phrase. */
    private static HttpResponseStatus status(int status, String line, @Nullable RequestHead head) {
        boolean tunnel = head != null && head.form() == RequestHead.Form.TUNNEL;
        return tunnel ? new HttpResponseStatus(status, printable(line)) : HttpResponseStatus.valueOf(status);
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < Math.min(text.length(), LONGEST_REASON); i++) {
            char c = text.charAt(i);
            printable.append(c >= 0x20 && c < 0x7f ? c : '?');
        }
        return printable.toString();
    }

    private static String slug(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
