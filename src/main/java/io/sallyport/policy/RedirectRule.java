package io.sallyport.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a redirect's location is made (Istio: {@code HTTPRedirect}).
 *
 * @param status 300 to 399; 301 by default
 * @param path replaces the path, and the query when it has its own; null keeps both
 * @param prefix replaces the beginning of the path; null keeps it, and only one of the two may be there
 * @param authority replaces host and port; null keeps the authority asked for
 * @param scheme replaces the scheme; null keeps it
 * @param port replaces the port, and is left out where it is the scheme's own; null keeps the authority's
 */
public record RedirectRule(
        int status,
        @Nullable String path,
        @Nullable PrefixRewrite prefix,
        @Nullable String authority,
        @Nullable String scheme,
        @Nullable Integer port) {

    /**
     * The beginning of a path, and what comes in its place (Istio: {@code prefixRewrite}).
     *
     * @param matched the prefix that the route's match found
     */
    public record PrefixRewrite(String matched, String replacement) {}

    Decision.Answer answer(String route, RequestHead head) {
        return answer(route, head, HeaderChanges.NONE);
    }

    Decision.Answer answer(String route, RequestHead head, HeaderChanges changes) {
        String target = scheme == null ? head.scheme() : scheme;
        StringBuilder location = new StringBuilder(64).append(target).append("://");
        appendAuthority(location, target, head);
        appendPath(location, head.path());
        return new Decision.Answer(route, status, Map.of("location", location.toString()), new byte[0], changes);
    }

    private void appendAuthority(StringBuilder location, String target, RequestHead head) {
        int start = location.length();
        location.append(authority == null ? head.authority() : authority);
        int colon = portStart(location, start);
        if (port != null) {
            location.setLength(colon);
            if (!isDefault(target, port)) {
                location.append(':').append(port);
            }
        } else if (authority == null && !target.equals(head.scheme()) && isDefault(head.scheme(), head.port())) {
            // The old scheme's own port means nothing in the new one.
            location.setLength(colon);
        }
    }

    private static boolean isDefault(String scheme, int port) {
        return scheme.equals("https") ? port == 443 : port == 80;
    }

    /** Where the port begins, with its colon; the end where there is none. */
    private static int portStart(StringBuilder location, int start) {
        int colon = location.lastIndexOf(":");
        return colon > start && location.indexOf("]", colon) < 0 ? colon : location.length();
    }

    private void appendPath(StringBuilder location, String asked) {
        if (prefix != null) {
            location.append(prefix.replacement())
                    .append(asked, Math.min(prefix.matched.length(), asked.length()), asked.length());
            return;
        }
        if (path == null) {
            location.append(asked);
            return;
        }
        location.append(path);
        int query = asked.indexOf('?');
        if (query >= 0 && path.indexOf('?') < 0) {
            location.append(asked, query, asked.length());
        }
    }
}
