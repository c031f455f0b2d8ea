package io.sallyport.policy;

import org.jspecify.annotations.Nullable;

/** Reads query parameters for matching, as they are spelled: nothing is decoded, the first of a name counts. */
public final class QueryParameters {

    private QueryParameters() {}

    static boolean match(NamedMatch[] wanted, String pathAndQuery) {
        for (NamedMatch one : wanted) {
            int start = start(pathAndQuery, one.name());
            if (start < 0) {
                return false;
            }
            int end = end(pathAndQuery, start);
            int value = Math.min(start + one.name().length() + 1, end);
            if (!one.match().matches(pathAndQuery, value, end)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first value of a parameter.
     *
     * @param pathAndQuery as sent
     * @return empty for a parameter without value; null when it is absent
     */
    public static @Nullable String first(String pathAndQuery, String name) {
        int start = start(pathAndQuery, name);
        if (start < 0) {
            return null;
        }
        int end = end(pathAndQuery, start);
        return pathAndQuery.substring(Math.min(start + name.length() + 1, end), end);
    }

    /** Where the first parameter of the name begins; -1 where there is none. */
    private static int start(String pathAndQuery, String name) {
        int start = pathAndQuery.indexOf('?') + 1;
        if (start == 0) {
            return -1;
        }
        while (start <= pathAndQuery.length()) {
            int end = end(pathAndQuery, start);
            int equals = pathAndQuery.indexOf('=', start, end);
            int nameEnd = equals < 0 ? end : equals;
            if (nameEnd - start == name.length() && pathAndQuery.startsWith(name, start)) {
                return start;
            }
            start = end + 1;
        }
        return -1;
    }

    private static int end(String pathAndQuery, int start) {
        int end = pathAndQuery.indexOf('&', start);
        return end < 0 ? pathAndQuery.length() : end;
    }
}
