package io.sallyport.compile;

import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.HttpRedirect;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.StringMatch;
import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in a redirect. */
final class RedirectCheck {

    private final ResourceProblems problems;
    private final FieldChecks checks;

    RedirectCheck(ResourceProblems problems) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
    }

    void run(HttpRoute route) {
        HttpRedirect redirect = route.redirect();
        if (redirect == null) {
            return;
        }
        Where where = redirect.where();
        boolean prefix = isSet(redirect.prefixRewrite());
        if (isSet(redirect.uri()) && prefix) {
            problems.error(
                    where.field("prefixRewrite"),
                    "conflicting-fields",
                    null,
                    "uri and prefixRewrite exclude each other",
                    "one of the two");
        }
        if (prefix) {
            route.match().forEach(this::byPrefix);
        }
        boolean empty = !isSet(redirect.uri())
                && !prefix
                && !isSet(redirect.authority())
                && !isSet(redirect.scheme())
                && redirect.port() == null;
        if (empty) {
            problems.error(
                    where,
                    "empty",
                    null,
                    "the redirect leads to where it comes from",
                    "uri, prefixRewrite, authority, scheme or port");
        }
        sendable(where.field("uri"), redirect.uri());
        sendable(where.field("prefixRewrite"), redirect.prefixRewrite());
        sendable(where.field("authority"), redirect.authority());
        Long code = redirect.redirectCode();
        if (code != null && code != 0 && (code < 300 || code > 399)) {
            problems.error(
                    where.field("redirectCode"), "bad-status", code, code + " is not a redirect code", "300 to 399");
        }
        String scheme = redirect.scheme();
        if (isSet(scheme) && !"http".equals(scheme) && !"https".equals(scheme)) {
            problems.error(where.field("scheme"), "bad-enum", scheme, "not a scheme of a redirect", "http or https");
        }
        if (redirect.port() instanceof HttpRedirect.Port port && port.number() != 0) {
            checks.port(port.where(), port.number());
        }
    }

    private void byPrefix(HttpMatchRequest match) {
        if (match.uri() != null && !(match.uri() instanceof StringMatch.Prefix)) {
            problems.error(
                    match.where().field("uri"),
                    "conflicting-fields",
                    null,
                    "redirect.prefixRewrite needs matches by prefix",
                    "prefix, or redirect.uri");
        }
    }

    private void sendable(Where where, @Nullable String text) {
        if (text != null && text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            problems.error(
                    where,
                    "bad-characters",
                    text,
                    "\"" + ResourceProblems.quoted(text) + "\" has a control character",
                    "percent-encoding");
        }
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
