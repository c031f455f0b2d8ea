package io.sallyport.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request must be like for a route to apply: all conditions hold (Istio: {@code HTTPMatchRequest}). */
public final class HttpMatch {

    private static final TextMatch ANY_PATH = new TextMatch.Prefix("/");

    private final @Nullable TextMatch path;
    private final @Nullable TextMatch scheme;
    private final @Nullable TextMatch method;
    private final @Nullable TextMatch authority;
    private final Map<String, TextMatch> headers;
    private final Map<String, TextMatch> withoutHeaders;
    private final Map<String, TextMatch> queryParams;
    private final NamedMatch[] wanted;
    private final NamedMatch[] unwanted;
    private final NamedMatch[] parameters;

    /**
     * All conditions.
     *
     * @param path the path without the query; null asks nothing
     * @param scheme null asks nothing
     * @param method null asks nothing
     * @param authority the authority as the client wrote it; null asks nothing
     * @param headers by lower-case name, HTTP/2's pseudo-headers such as {@code :method} among them; a header that came
     *     several times is compared as one, its values joined by commas
     * @param withoutHeaders by lower-case name: a header that matches here keeps the route from applying
     * @param queryParams by name, case-sensitive
     */
    public HttpMatch(
            @Nullable TextMatch path,
            @Nullable TextMatch scheme,
            @Nullable TextMatch method,
            @Nullable TextMatch authority,
            Map<String, TextMatch> headers,
            Map<String, TextMatch> withoutHeaders,
            Map<String, TextMatch> queryParams) {
        this.path = path;
        this.scheme = scheme;
        this.method = method;
        this.authority = authority;
        this.headers = Map.copyOf(headers);
        this.withoutHeaders = Map.copyOf(withoutHeaders);
        this.queryParams = Map.copyOf(queryParams);
        wanted = NamedMatch.of(headers);
        unwanted = NamedMatch.of(withoutHeaders);
        parameters = NamedMatch.of(queryParams);
    }

    /** The path without the query; null asks nothing. */
    public @Nullable TextMatch path() {
        return path;
    }

    /** {@code http} or {@code https}; null asks nothing. */
    public @Nullable TextMatch scheme() {
        return scheme;
    }

    /** The method; null asks nothing. */
    public @Nullable TextMatch method() {
        return method;
    }

    /** The authority as the client wrote it; null asks nothing. */
    public @Nullable TextMatch authority() {
        return authority;
    }

    /** Headers that must be there, by lower-case name. */
    public Map<String, TextMatch> headers() {
        return headers;
    }

    /** Headers that keep the route from applying, by lower-case name. */
    public Map<String, TextMatch> withoutHeaders() {
        return withoutHeaders;
    }

    /** Query parameters that must be there, by name. */
    public Map<String, TextMatch> queryParams() {
        return queryParams;
    }

    /** Whether every condition holds. */
    public boolean matches(RequestHead head) {
        return matches(new Asked(head));
    }

    boolean matches(Asked asked) {
        RequestHead head = asked.head();
        return (path == null || asked.path(path))
                && (method == null || method.matches(head.method()))
                && (scheme == null || scheme.matches(head.scheme()))
                && (authority == null || authority.matches(head.authority()))
                && headersHold(asked)
                && QueryParameters.match(parameters, asked.pathAndQuery());
    }

    /** Whether it asks for nothing, but perhaps for a path that every path is. */
    public boolean takesEverything() {
        return (path == null || path.equals(ANY_PATH) || isAny(path))
                && scheme == null
                && method == null
                && authority == null
                && headers.isEmpty()
                && withoutHeaders.isEmpty()
                && queryParams.isEmpty();
    }

    private static boolean isAny(TextMatch path) {
        return path instanceof TextMatch.Regex regex
                && regex.pattern().pattern().equals(".*");
    }

    private boolean headersHold(Asked asked) {
        for (NamedMatch one : wanted) {
            if (!asked.header(one)) {
                return false;
            }
        }
        for (NamedMatch one : unwanted) {
            if (asked.header(one)) {
                return false;
            }
        }
        return true;
    }
}
