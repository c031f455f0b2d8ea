package io.sallyport.compile;

import com.google.re2j.Pattern;
import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.StringMatch;
import io.sallyport.istio.Where;
import io.sallyport.policy.HttpMatch;
import io.sallyport.policy.TextMatch;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks and compiles the conditions of a route; expressions are RE2, compiled here and never again. */
final class MatchCompiler {

    /** What a text may be compared with. */
    private enum Allowed {
        /** An empty prefix is a prefix of all (Envoy: paths only). */
        EMPTY_PREFIX,
        NON_EMPTY,
        /** {@code regex: "*"} means that the text is there, though it is no expression (Istio: withoutHeaders only). */
        STAR
    }

    private static final String CLAIMS = "@request.auth.claims";

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final boolean labelsKnown;

    /** @param labelsKnown whether {@code sourceLabels} can be asked for */
    MatchCompiler(ResourceProblems problems, boolean labelsKnown) {
        this.problems = problems;
        this.labelsKnown = labelsKnown;
        this.checks = new FieldChecks(problems);
    }

    HttpMatch compile(HttpMatchRequest match) {
        checkOrigin(match);
        boolean ignoreCase = Boolean.TRUE.equals(match.ignoreUriCase());
        TextMatch path = text(match.uri(), Allowed.EMPTY_PREFIX);
        return new HttpMatch(
                ignoreCase ? ignoringCase(path) : path,
                text(match.scheme(), Allowed.NON_EMPTY),
                text(match.method(), Allowed.NON_EMPTY),
                text(match.authority(), Allowed.NON_EMPTY),
                headers(match.where().field("headers"), match.headers(), Allowed.NON_EMPTY),
                headers(match.where().field("withoutHeaders"), match.withoutHeaders(), Allowed.STAR),
                byName(match.queryParams(), Allowed.NON_EMPTY));
    }

    /** Whether it asks for claims of a token, which no request here has. */
    static boolean asksForClaims(HttpMatchRequest match) {
        return match.headers().keySet().stream().anyMatch(name -> name.startsWith(CLAIMS));
    }

    private void checkOrigin(HttpMatchRequest match) {
        Where where = match.where();
        if (match.port() != null && match.port() != 0) {
            checks.port(where.field("port"), match.port());
        }
        checks.sourceLabels(where.field("sourceLabels"), match.sourceLabels(), labelsKnown);
        checks.gateways(where.field("gateways"), match.gateways());
        String namespace = match.sourceNamespace();
        if (namespace != null && !namespace.isEmpty()) {
            checks.label(where.field("sourceNamespace"), "namespace", namespace);
        }
    }

    private Map<String, TextMatch> headers(Where where, Map<String, StringMatch> written, Allowed allowed) {
        Map<String, TextMatch> headers = new HashMap<>();
        byName(written, allowed).forEach((name, match) -> {
            boolean pseudo = name.startsWith(":") && CorsCheck.TOKEN.matches(name.substring(1));
            if (name.startsWith(CLAIMS)) {
                problems.warning(
                        where.field(name),
                        "not-enforced",
                        name,
                        "claims of tokens are not read; the condition never holds");
            } else if (!pseudo && !CorsCheck.TOKEN.matches(name)) {
                problems.error(
                        where.field(name),
                        "bad-header",
                        name,
                        name.isEmpty()
                                ? "a header name cannot be empty"
                                : "\"" + ResourceProblems.quoted(name) + "\" is not a header name",
                        "a header name");
            }
            headers.put(name.toLowerCase(Locale.ROOT), match);
        });
        return headers;
    }

    private Map<String, TextMatch> byName(Map<String, StringMatch> written, Allowed allowed) {
        Map<String, TextMatch> matches = new HashMap<>();
        written.forEach((name, match) -> {
            TextMatch compiled = text(match, allowed);
            matches.put(name, compiled == null ? new TextMatch.Present() : compiled);
        });
        return matches;
    }

    private static @Nullable TextMatch ignoringCase(@Nullable TextMatch match) {
        return switch (match) {
            case TextMatch.Exact exact -> new TextMatch.ExactIgnoringCase(exact.text());
            case TextMatch.Prefix prefix -> new TextMatch.PrefixIgnoringCase(prefix.prefix());
            case null, default -> match;
        };
    }

    private @Nullable TextMatch text(@Nullable StringMatch match, Allowed allowed) {
        return switch (match) {
            case null -> null;
            case StringMatch.Unset ignored -> null;
            case StringMatch.Exact exact -> new TextMatch.Exact(exact.value());
            case StringMatch.Prefix prefix -> {
                if (prefix.value().isEmpty() && allowed != Allowed.EMPTY_PREFIX) {
                    problems.error(
                            prefix.where().field("prefix"),
                            "empty",
                            "",
                            "the prefix is empty",
                            "a prefix, or {} for any value");
                }
                yield new TextMatch.Prefix(prefix.value());
            }
            case StringMatch.Regex regex -> regex(regex, allowed);
        };
    }

    private @Nullable TextMatch regex(StringMatch.Regex regex, Allowed allowed) {
        if (allowed == Allowed.STAR && regex.value().equals("*")) {
            return new TextMatch.Present();
        }
        Pattern pattern = checks.regex(regex.where().field("regex"), regex.value());
        return pattern == null ? null : new TextMatch.Regex(pattern);
    }
}
