package io.sallyport.policy;

import com.google.re2j.Pattern;

/** Another path in place of the one asked for (Istio: {@code HTTPRewrite}). The query stays as it is. */
public sealed interface PathRewrite {

    /** A path that begins with a slash, so that it cannot be taken for another form of request-target. */
    private static String rooted(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    /** Rewrites a path, which may have a query behind it. */
    String apply(String pathAndQuery);

    /**
     * Replaces the beginning, which the route's match has found.
     *
     * @param length of the prefix that matched, in characters
     */
    record Prefix(int length, String replacement) implements PathRewrite {
        @Override
        public String apply(String pathAndQuery) {
            return rooted(replacement + pathAndQuery.substring(Math.min(length, pathAndQuery.length())));
        }
    }

    /** Replaces the whole path. */
    record Whole(String replacement) implements PathRewrite {
        @Override
        public String apply(String pathAndQuery) {
            int query = pathAndQuery.indexOf('?');
            return rooted(query < 0 ? replacement : replacement + pathAndQuery.substring(query));
        }
    }

    /**
     * Replaces every place that an RE2 expression finds.
     *
     * @param replacement in RE2/J's notation, {@code $1} for a group
     */
    record Regex(Pattern pattern, String replacement) implements PathRewrite {
        @Override
        public String apply(String pathAndQuery) {
            int query = pathAndQuery.indexOf('?');
            String path = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
            String rewritten = pattern.matcher(path).replaceAll(replacement);
            return rooted(query < 0 ? rewritten : rewritten + pathAndQuery.substring(query));
        }
    }
}
