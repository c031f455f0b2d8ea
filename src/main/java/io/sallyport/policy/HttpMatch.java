package io.sallyport.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request must be like for a route to apply: all conditions hold (Istio: {@code HTTPMatchRequest}).
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
public record HttpMatch(
        @Nullable TextMatch path,
        @Nullable TextMatch scheme,
        @Nullable TextMatch method,
        @Nullable TextMatch authority,
        Map<String, TextMatch> headers,
        Map<String, TextMatch> withoutHeaders,
        Map<String, TextMatch> queryParams) {

    private static final TextMatch ANY_PATH = new TextMatch.Prefix("/");

    public HttpMatch {
        headers = Map.copyOf(headers);
        withoutHeaders = Map.copyOf(withoutHeaders);
        queryParams = Map.copyOf(queryParams);
    }

    /** Whether every condition holds. */
    public boolean matches(RequestHead head) {
        return holds(method, head.method())
                && holds(scheme, head.scheme())
                && holds(authority, head.authority())
                && (path == null || path.matches(pathOf(head.path())))
                && headersHold(head)
                && (queryParams.isEmpty() || QueryParameters.match(queryParams, head.path()));
    }

    /** Whether it asks for nothing, but perhaps for a path that every path is. */
    boolean takesEverything() {
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

    private boolean headersHold(RequestHead head) {
        for (Map.Entry<String, TextMatch> wanted : headers.entrySet()) {
            List<String> values = values(head, wanted.getKey());
            if (values.isEmpty() || !wanted.getValue().matches(joined(values))) {
                return false;
            }
        }
        for (Map.Entry<String, TextMatch> unwanted : withoutHeaders.entrySet()) {
            List<String> values = values(head, unwanted.getKey());
            if (!values.isEmpty() && unwanted.getValue().matches(joined(values))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> values(RequestHead head, String name) {
        return switch (name) {
            case ":method" -> List.of(head.method());
            case ":scheme" -> List.of(head.scheme());
            case ":path" -> List.of(head.path());
            // Absolute-form may come without a Host, or with one that does not count.
            case ":authority", "host" -> List.of(head.authority());
            default -> head.headers(name);
        };
    }

    private static String joined(List<String> values) {
        return values.size() == 1 ? values.getFirst() : String.join(",", values);
    }

    private static boolean holds(@Nullable TextMatch match, String text) {
        return match == null || match.matches(text);
    }

    private static String pathOf(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
    }
}
