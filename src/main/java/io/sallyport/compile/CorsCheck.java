package io.sallyport.compile;

import com.google.re2j.Pattern;
import io.sallyport.istio.CorsPolicy;
import io.sallyport.istio.StringMatch;
import io.sallyport.istio.Where;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in cross-origin rules. */
final class CorsCheck {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*");

    /** A token of RFC 9110 section 5.6.2. */
    static final Pattern TOKEN = Pattern.compile("[-!#$%&'*+.^_`|~0-9a-zA-Z]+");

    private final ResourceProblems problems;
    private final FieldChecks checks;

    CorsCheck(ResourceProblems problems) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
    }

    void run(@Nullable CorsPolicy policy) {
        if (policy == null) {
            return;
        }
        policy.allowOrigins().forEach(this::origin);
        Where methods = policy.where().field("allowMethods");
        for (int i = 0; i < policy.allowMethods().size(); i++) {
            if (!METHODS.contains(policy.allowMethods().get(i))) {
                problems.error(
                        methods.index(i),
                        "bad-enum",
                        policy.allowMethods().get(i),
                        "not a method that CORS can allow",
                        "GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE or *");
            }
        }
        headers(policy.where().field("allowHeaders"), policy.allowHeaders());
        headers(policy.where().field("exposeHeaders"), policy.exposeHeaders());
        if (policy.maxAge() != null && policy.maxAge().toNanosPart() != 0) {
            problems.error(
                    policy.where().field("maxAge"),
                    "bad-duration",
                    policy.maxAge(),
                    "maxAge counts seconds",
                    "whole seconds");
        } else {
            checks.duration(policy.where().field("maxAge"), policy.maxAge());
        }
    }

    private void origin(StringMatch origin) {
        String text = switch (origin) {
            case StringMatch.Exact exact -> exact.value();
            case StringMatch.Prefix prefix -> prefix.value();
            case StringMatch.Regex regex -> regex.value();
            case StringMatch.Unset ignored -> "";
        };
        if (text.isEmpty()) {
            problems.error(origin.where(), "empty", null, "the origin is empty", "exact, prefix or regex");
        } else if (origin instanceof StringMatch.Regex regex) {
            checks.regex(regex.where().field("regex"), regex.value());
        }
    }

    private void headers(Where where, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!TOKEN.matches(names.get(i))) {
                problems.error(
                        where.index(i),
                        "bad-header",
                        names.get(i),
                        names.get(i).isEmpty() ? "a header name cannot be empty" : "not a header name",
                        "a header name or *");
            }
        }
    }
}
