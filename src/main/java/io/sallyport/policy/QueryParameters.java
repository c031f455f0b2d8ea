package io.sallyport.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads query parameters for matching, as they are spelled: nothing is decoded, the first of a name counts. */
public final class QueryParameters {

    private QueryParameters() {}

    static boolean match(Map<String, TextMatch> wanted, String pathAndQuery) {
        for (Map.Entry<String, TextMatch> entry : wanted.entrySet()) {
            String value = first(pathAndQuery, entry.getKey());
            if (value == null || !entry.getValue().matches(value)) {
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
        int start = pathAndQuery.indexOf('?') + 1;
        if (start == 0) {
            return null;
        }
        while (start <= pathAndQuery.length()) {
            int end = pathAndQuery.indexOf('&', start);
            end = end < 0 ? pathAndQuery.length() : end;
            int equals = pathAndQuery.indexOf('=', start);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (nameEnd - start == name.length() && pathAndQuery.startsWith(name, start)) {
                return nameEnd == end ? "" : pathAndQuery.substring(nameEnd + 1, end);
            }
            start = end + 1;
        }
        return null;
    }
}
