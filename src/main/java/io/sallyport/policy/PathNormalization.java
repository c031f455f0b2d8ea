package io.sallyport.policy;

/**
 * What is done to a request's path before it is matched and sent (Istio: {@code MeshConfig.pathNormalization}), so that
 * two spellings of one path cannot be treated as two. The query stays as it is.
 */
public enum PathNormalization {
    /** Nothing: paths are matched and sent as spelled. */
    NONE,
    /**
     * RFC 3986 section 6.2.2: escaped unreserved characters are unescaped, {@code .} and {@code ..} are resolved, {@code
     * \} becomes {@code /}. Istio's default.
     */
    BASE,
    /** {@link #BASE}, and several slashes in a row become one. */
    MERGE_SLASHES,
    /** {@code %2F} and {@code %5C} are unescaped first, then as {@link #MERGE_SLASHES}. */
    DECODE_AND_MERGE_SLASHES;

    /** Normalizes a path, which may have a query behind it; the very same string where there is nothing to do. */
    public String apply(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        int end = query < 0 ? pathAndQuery.length() : query;
        if (this == NONE || pathAndQuery.charAt(0) != '/' || isNormal(pathAndQuery, end)) {
            return pathAndQuery;
        }
        String path = withoutDotSegments(unescaped(pathAndQuery, end));
        if (this != BASE) {
            path = withSingleSlashes(path);
        }
        return query < 0 ? path : path + pathAndQuery.substring(query);
    }

    /** A quick look that most paths pass. */
    private boolean isNormal(String path, int end) {
        for (int i = 0; i < end; i++) {
            char c = path.charAt(i);
            if (c == '%' || c == '\\') {
                return false;
            }
            if (c == '/' && i + 1 < end) {
                char next = path.charAt(i + 1);
                if (next == '.' || (next == '/' && this != BASE)) {
                    return false;
                }
            }
        }
        return true;
    }

    private String unescaped(String path, int end) {
        StringBuilder unescaped = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char c = path.charAt(i);
            int octet = c == '%' && i + 2 < end ? octet(path, i + 1) : -1;
            if (octet >= 0 && isUnescaped((char) octet)) {
                unescaped.append((char) octet);
                i += 2;
            } else {
                unescaped.append(c);
            }
        }
        for (int i = 0; i < unescaped.length(); i++) {
            if (unescaped.charAt(i) == '\\') {
                unescaped.setCharAt(i, '/');
            }
        }
        return unescaped.toString();
    }

    private boolean isUnescaped(char octet) {
        boolean unreserved = (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || "-._~".indexOf(octet) >= 0;
        return unreserved || (this == DECODE_AND_MERGE_SLASHES && (octet == '/' || octet == '\\'));
    }

    private static int octet(String path, int at) {
        int high = Character.digit(path.charAt(at), 16);
        int low = Character.digit(path.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** RFC 3986 section 5.2.4, for a path that begins with a slash. */
    private static String withoutDotSegments(String path) {
        StringBuilder resolved = new StringBuilder(path.length());
        int start = 0;
        while (start < path.length()) {
            int next = path.indexOf('/', start + 1);
            int end = next < 0 ? path.length() : next;
            String segment = path.substring(start, end);
            if (segment.equals("/..")) {
                resolved.setLength(Math.max(0, resolved.lastIndexOf("/")));
            } else if (!segment.equals("/.")) {
                resolved.append(segment);
            }
            if (next < 0 && (segment.equals("/.") || segment.equals("/.."))) {
                resolved.append('/');
            }
            start = end;
        }
        return resolved.isEmpty() ? "/" : resolved.toString();
    }

    private static String withSingleSlashes(String path) {
        StringBuilder single = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' || i == 0 || path.charAt(i - 1) != '/') {
                single.append(c);
            }
        }
        return single.toString();
    }
}
