package io.sallyport.compile;

import com.google.re2j.Pattern;
import io.sallyport.istio.Headers;
import io.sallyport.istio.HttpRewrite;
import io.sallyport.istio.Where;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in changes to headers. */
final class HeadersCheck {

    /**
     * Text in which {@code %} stands for itself only as {@code %%}, and else begins a variable such as {@code
     * %REQ(x-id)%}; no control characters but the tab.
     */
    private static final Pattern VALUE = Pattern.compile(
            "([^%\\x00-\\x08\\x0a-\\x1f\\x7f]|%%|%[^%(\\x00-\\x08\\x0a-\\x1f\\x7f]+(\\([^)\\x00-\\x08\\x0a-\\x1f\\x7f]*\\) *)?%)*");

    private final ResourceProblems problems;

    HeadersCheck(ResourceProblems problems) {
        this.problems = problems;
    }

    /** Whether the name is that of the host asked for. */
    static boolean isAuthority(String name) {
        return name.equalsIgnoreCase(":authority") || name.equalsIgnoreCase("host");
    }

    /** Checks changes, and that they and the rewrite beside them set the authority at most once. */
    void run(@Nullable Headers headers, @Nullable HttpRewrite rewrite) {
        if (headers == null) {
            return;
        }
        if (headers.request() != null) {
            request(headers.request());
            authority(headers.request(), rewrite);
        }
        if (headers.response() != null) {
            response(headers.response());
        }
    }

    private void request(Headers.Operations request) {
        values(request.where().field("set"), request.set(), true);
        values(request.where().field("add"), request.add(), true);
        names(request.where().field("remove"), request.remove());
    }

    private void response(Headers.Operations response) {
        values(response.where().field("set"), response.set(), false);
        values(response.where().field("add"), response.add(), false);
        names(response.where().field("remove"), response.remove());
    }

    private void values(Where where, Map<String, String> values, boolean authorityAllowed) {
        values.forEach((name, value) -> {
            if (!(authorityAllowed && isAuthority(name))) {
                name(where.field(name), name);
            }
            if (!VALUE.matches(value)) {
                problems.error(
                        where.field(name),
                        "bad-header-value",
                        value,
                        "the header value \"" + ResourceProblems.quoted(value)
                                + "\" has an unescaped % or a control character",
                        "%% for a percent sign");
            }
        });
    }

    private void names(Where where, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            name(where.index(i), names.get(i));
        }
    }

    private void name(Where where, String name) {
        if (name.isEmpty()) {
            problems.error(where, "bad-header", name, "a header name cannot be empty", "a header name");
        } else if (name.startsWith(":") || name.toLowerCase(Locale.ROOT).equals("host")) {
            problems.error(
                    where,
                    "bad-header",
                    name,
                    "the header \"" + ResourceProblems.quoted(name) + "\" cannot be changed here",
                    "another header");
        }
    }

    private void authority(Headers.Operations request, @Nullable HttpRewrite rewrite) {
        long times = request.set().keySet().stream()
                        .filter(HeadersCheck::isAuthority)
                        .count()
                + request.add().keySet().stream()
                        .filter(HeadersCheck::isAuthority)
                        .count();
        boolean rewritten = rewrite != null
                && rewrite.authority() != null
                && !rewrite.authority().isEmpty();
        if (times + (rewritten ? 1 : 0) > 1) {
            problems.error(
                    request.where(),
                    "conflicting-fields",
                    null,
                    "the authority header cannot be set more than once",
                    "rewrite.authority alone");
        }
    }
}
