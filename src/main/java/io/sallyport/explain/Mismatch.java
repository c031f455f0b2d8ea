package io.sallyport.explain;

import io.sallyport.policy.HttpMatch;
import io.sallyport.policy.HttpRoute;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.TextMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why a route's conditions are not met. Says what {@link HttpMatch#matches} decides, in words; a test holds the two
 * against each other. Values of headers are not repeated, since they may be secrets.
 */
final class Mismatch {

    private Mismatch() {}

    /** The first condition of each match that is not met; empty where the route matches. */
    static List<String> of(HttpRoute route, RequestHead head) {
        List<String> all = new ArrayList<>();
        for (HttpMatch match : route.matches()) {
            String why = of(match, head);
            if (why == null) {
                return List.of();
            }
            all.add(why);
        }
        return all;
    }

    /** The first condition that is not met; null where all are. */
    static @Nullable String of(HttpMatch match, RequestHead head) {
        String why = text("method", match.method(), head.method());
        why = why != null ? why : text("scheme", match.scheme(), head.scheme());
        why = why != null ? why : text("authority", match.authority(), head.authority());
        why = why != null ? why : text("path", match.path(), pathOf(head.path()));
        why = why != null ? why : headers(match, head);
        return why != null ? why : queryParams(match, head);
    }

    private static @Nullable String headers(HttpMatch match, RequestHead head) {
        for (Map.Entry<String, TextMatch> wanted : new TreeMap<>(match.headers()).entrySet()) {
            HttpMatch alone = only(Map.of(wanted.getKey(), wanted.getValue()), Map.of(), Map.of());
            if (!alone.matches(head)) {
                boolean absent = head.headers(wanted.getKey()).isEmpty();
                return "header " + wanted.getKey() + (absent ? " is absent" : " is another") + ", not "
                        + words(wanted.getValue());
            }
        }
        for (Map.Entry<String, TextMatch> unwanted : new TreeMap<>(match.withoutHeaders()).entrySet()) {
            HttpMatch alone = only(Map.of(), Map.of(unwanted.getKey(), unwanted.getValue()), Map.of());
            if (!alone.matches(head)) {
                return "header " + unwanted.getKey() + " is " + words(unwanted.getValue())
                        + ", which withoutHeaders excludes";
            }
        }
        return null;
    }

    private static @Nullable String queryParams(HttpMatch match, RequestHead head) {
        for (Map.Entry<String, TextMatch> wanted : new TreeMap<>(match.queryParams()).entrySet()) {
            HttpMatch alone = only(Map.of(), Map.of(), Map.of(wanted.getKey(), wanted.getValue()));
            if (!alone.matches(head)) {
                return "query parameter " + wanted.getKey() + " is not " + words(wanted.getValue());
            }
        }
        return null;
    }

    private static HttpMatch only(
            Map<String, TextMatch> headers, Map<String, TextMatch> withoutHeaders, Map<String, TextMatch> queryParams) {
        return new HttpMatch(null, null, null, null, headers, withoutHeaders, queryParams);
    }

    private static @Nullable String text(String what, @Nullable TextMatch wanted, String given) {
        return wanted == null || wanted.matches(given)
                ? null
                : what + " is " + SafeText.printable(given) + ", not " + words(wanted);
    }

    /** What a condition asks for. */
    static String words(TextMatch match) {
        return switch (match) {
            case TextMatch.Exact exact -> quoted(exact.text());
            case TextMatch.ExactIgnoringCase exact -> quoted(exact.text()) + " in any case";
            case TextMatch.Prefix prefix -> "one that begins with " + quoted(prefix.prefix());
            case TextMatch.PrefixIgnoringCase prefix ->
                "one that begins with " + quoted(prefix.prefix()) + " in any case";
            case TextMatch.Regex regex ->
                "one that matches " + quoted(regex.pattern().pattern());
            case TextMatch.Present ignored -> "there";
        };
    }

    private static String quoted(String text) {
        return '"' + SafeText.printable(text) + '"';
    }

    private static String pathOf(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
    }
}
