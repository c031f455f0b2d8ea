package io.sallyport.compile;

import com.google.re2j.Pattern;
import io.sallyport.istio.HttpDirectResponse;
import io.sallyport.istio.HttpMirrorPolicy;
import io.sallyport.istio.HttpRewrite;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.HttpRouteDestination;
import io.sallyport.istio.Percent;
import io.sallyport.istio.Where;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in an HTTP route. Its matches are checked where they are compiled. */
final class HttpRouteCheck {

    private static final int LARGEST_BODY = 1024 * 1024;

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final DestinationCheck destinations;
    private final HeadersCheck headers;
    private final boolean inDelegate;

    HttpRouteCheck(ResourceProblems problems, boolean inDelegate) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.destinations = new DestinationCheck(problems);
        this.headers = new HeadersCheck(problems);
        this.inDelegate = inDelegate;
    }

    void run(HttpRoute route) {
        actions(route);
        conflicts(route);
        destinations(route);
        new RedirectCheck(problems).run(route);
        response(route.directResponse());
        rewrite(route.rewrite());
        headers.run(route.headers(), route.rewrite());
        new FaultCheck(problems).run(route.fault());
        new CorsCheck(problems).run(route.corsPolicy());
        mirrors(route);
        checks.duration(route.where().field("timeout"), route.timeout());
        new RetryCheck(problems).run(route.retries());
    }

    private void actions(HttpRoute route) {
        List<String> actions = new ArrayList<>();
        if (!route.route().isEmpty()) {
            actions.add("route");
        }
        if (route.redirect() != null) {
            actions.add("redirect");
        }
        if (route.directResponse() != null) {
            actions.add("directResponse");
        }
        if (route.delegate() != null) {
            actions.add("delegate");
        }
        if (actions.isEmpty()) {
            problems.error(
                    route.where(),
                    "route-action",
                    null,
                    "the HTTP route leads nowhere",
                    "one of route, redirect, directResponse, delegate");
        } else if (actions.size() > 1) {
            problems.error(
                    route.where(),
                    "route-action",
                    null,
                    "the HTTP route cannot have both " + String.join(" and ", actions),
                    "one of them");
        }
        if (inDelegate && route.delegate() != null) {
            problems.error(
                    route.where().field("delegate"),
                    "route-action",
                    null,
                    "a delegate cannot have a delegate",
                    "a route");
        }
    }

    private void conflicts(HttpRoute route) {
        boolean answers = route.redirect() != null || route.directResponse() != null;
        for (String field : List.of("fault", "rewrite")) {
            if (answers && route.where().has(field)) {
                problems.error(
                        route.where().field(field),
                        "conflicting-fields",
                        null,
                        field + " has no meaning beside " + (route.redirect() != null ? "redirect" : "directResponse"),
                        "one of the two");
            }
        }
        if (route.mirror() != null && !route.mirrors().isEmpty()) {
            problems.error(
                    route.where().field("mirrors"),
                    "conflicting-fields",
                    null,
                    "mirror and mirrors exclude each other",
                    "mirrors");
        }
    }

    private void destinations(HttpRoute route) {
        Weights weights = new Weights(problems);
        for (HttpRouteDestination destination : route.route()) {
            destinations.run(destination.destination());
            headers.run(destination.headers(), null);
            weights.add(destination.where(), destination.weight());
        }
        weights.end(route.where().field("route"));
    }

    private void response(@Nullable HttpDirectResponse response) {
        if (response == null) {
            return;
        }
        if (response.status() < 200 || response.status() > 599) {
            problems.error(
                    response.where().field("status"),
                    "bad-status",
                    response.status(),
                    response.status() + " is not the status of a response",
                    "200 to 599");
        }
        int size = switch (response.body()) {
            case null -> 0;
            case HttpDirectResponse.Text text -> text.string().length();
            case HttpDirectResponse.Bytes bytes -> Base64.getDecoder().decode(bytes.base64()).length;
            case HttpDirectResponse.Unset ignored -> 0;
        };
        if (size > LARGEST_BODY) {
            problems.error(
                    response.where().field("body"),
                    "too-long",
                    size,
                    "the body has " + size + " bytes",
                    "at most 1 MiB");
        }
    }

    private void rewrite(@Nullable HttpRewrite rewrite) {
        if (rewrite == null) {
            return;
        }
        Where where = rewrite.where();
        boolean uri = rewrite.uri() != null && !rewrite.uri().isEmpty();
        sendable(where.field("uri"), rewrite.uri());
        sendable(where.field("authority"), rewrite.authority());
        boolean authority = rewrite.authority() != null && !rewrite.authority().isEmpty();
        HttpRewrite.RegexRewrite regex = rewrite.uriRegexRewrite();
        if (uri && regex != null) {
            problems.error(
                    where,
                    "conflicting-fields",
                    null,
                    "rewrite cannot have both uri and uriRegexRewrite",
                    "one of the two");
        }
        if (!uri && !authority && regex == null) {
            problems.error(where, "empty", null, "the rewrite says nothing", "uri, uriRegexRewrite or authority");
        }
        if (regex != null) {
            if (regex.match() == null || regex.match().isEmpty()) {
                problems.error(
                        regex.where().field("match"),
                        "missing-field",
                        null,
                        "uriRegexRewrite needs match and rewrite",
                        "an RE2 expression");
            } else {
                groups(regex, checks.regex(regex.where().field("match"), regex.match()));
            }
            if (regex.rewrite() == null || regex.rewrite().isEmpty()) {
                problems.error(
                        regex.where().field("rewrite"),
                        "missing-field",
                        null,
                        "uriRegexRewrite needs match and rewrite",
                        "a replacement");
            }
        }
    }

    /** Blanks and letters beyond ASCII cannot stand in a request-target or a Host. */
    private void sendable(Where where, @Nullable String text) {
        if (text != null && !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            problems.error(
                    where,
                    "bad-characters",
                    text,
                    "\"" + ResourceProblems.quoted(text) + "\" has a blank, or a character that is not ASCII",
                    "percent-encoding");
        }
    }

    private void groups(HttpRewrite.RegexRewrite regex, @Nullable Pattern pattern) {
        String rewrite = regex.rewrite() == null ? "" : regex.rewrite();
        sendable(regex.where().field("rewrite"), rewrite);
        for (int i = 0; pattern != null && i + 1 < rewrite.length(); i++) {
            char next = rewrite.charAt(i + 1);
            if (rewrite.charAt(i) == '\\' && next - '0' > pattern.groupCount() && next <= '9') {
                problems.error(
                        regex.where().field("rewrite"),
                        "bad-group",
                        rewrite,
                        "names group " + next + ", of which match has " + pattern.groupCount(),
                        "\\0 to \\" + pattern.groupCount());
            }
            i += rewrite.charAt(i) == '\\' ? 1 : 0;
        }
    }

    private void mirrors(HttpRoute route) {
        destinations.run(route.mirror());
        percentage(route.where().field("mirrorPercentage"), route.mirrorPercentage());
        Long percent = route.mirrorPercent();
        if (percent != null && percent > 100) {
            problems.error(
                    route.where().field("mirrorPercent"),
                    "out-of-range",
                    percent,
                    percent + " is not a percentage",
                    "0 to 100");
        }
        for (HttpMirrorPolicy mirror : route.mirrors()) {
            destinations.run(mirror.destination());
            percentage(mirror.where().field("percentage"), mirror.percentage());
        }
    }

    private void percentage(Where where, @Nullable Percent percent) {
        checks.percent(where.field("value"), percent == null ? null : percent.value());
    }
}
