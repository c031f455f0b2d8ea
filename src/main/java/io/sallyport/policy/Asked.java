package io.sallyport.policy;

import org.jspecify.annotations.Nullable;

/**
 * One request while routes are tried on it. What a hundred routes ask for is found once: where the query begins, and
 * the header that was asked for last, which the next route mostly asks for again.
 */
final class Asked {

    private final RequestHead head;
    private final String path;
    private final int pathEnd;
    private String lastName = "";
    private @Nullable String lastValue;

    Asked(RequestHead head) {
        this.head = head;
        path = head.path();
        int query = path.indexOf('?');
        pathEnd = query < 0 ? path.length() : query;
    }

    RequestHead head() {
        return head;
    }

    /** Whether the path, without the query, matches. */
    boolean path(TextMatch match) {
        return match.matches(path, 0, pathEnd);
    }

    /** Path and query. */
    String pathAndQuery() {
        return path;
    }

    /** Whether the header is there and matches. */
    boolean header(NamedMatch wanted) {
        if (!wanted.name().equals(lastName)) {
            lastName = wanted.name();
            lastValue = value(lastName);
        }
        String value = lastValue;
        return value != null && wanted.match().matches(value);
    }

    private @Nullable String value(String name) {
        return switch (name) {
            case ":method" -> head.method();
            case ":scheme" -> head.scheme();
            case ":path" -> path;
            // Absolute-form may come without a Host, or with one that does not count.
            case ":authority", "host" -> head.authority();
            default -> head.joinedHeader(name);
        };
    }
}
