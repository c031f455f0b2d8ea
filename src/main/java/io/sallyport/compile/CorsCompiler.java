package io.sallyport.compile;

import io.sallyport.istio.CorsPolicy;
import io.sallyport.istio.StringMatch;
import io.sallyport.policy.CorsRule;
import io.sallyport.policy.TextMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns {@code corsPolicy} into rules. */
final class CorsCompiler {

    private final FieldChecks checks;

    CorsCompiler(ResourceProblems problems) {
        this.checks = new FieldChecks(problems);
    }

    @Nullable
    CorsRule compile(@Nullable CorsPolicy policy) {
        if (policy == null) {
            return null;
        }
        List<TextMatch> origins = new ArrayList<>();
        policy.allowOrigins().stream().map(this::origin).forEach(origin -> {
            if (origin != null) {
                origins.add(origin);
            }
        });
        // The deprecated list counts where the new one is absent.
        if (policy.allowOrigins().isEmpty()) {
            policy.allowOrigin().forEach(origin -> origins.add(new TextMatch.Exact(origin)));
        }
        return new CorsRule(
                origins,
                policy.allowMethods(),
                policy.allowHeaders(),
                policy.exposeHeaders(),
                policy.maxAge(),
                Boolean.TRUE.equals(policy.allowCredentials()),
                policy.unmatchedPreflights() != CorsPolicy.UnmatchedPreflights.IGNORE);
    }

    private @Nullable TextMatch origin(StringMatch origin) {
        return switch (origin) {
            case StringMatch.Exact exact -> new TextMatch.Exact(exact.value());
            case StringMatch.Prefix prefix -> new TextMatch.Prefix(prefix.value());
            case StringMatch.Regex regex -> {
                var pattern = checks.regex(regex.where().field("regex"), regex.value());
                yield pattern == null ? null : new TextMatch.Regex(pattern);
            }
            case StringMatch.Unset ignored -> null;
        };
    }
}
