package io.sallyport.compile.analysis;

import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.StringMatch;
import io.sallyport.istio.VirtualService;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Conditions that no request can meet: paths without the leading slash or with a query, methods in lower case. */
final class ImpossibleMatches implements Analyzer {

    /** Characters that mean something in an expression. */
    private static final String SPECIAL = "\\.[]{}()*+?^$|";

    @Override
    public void run(Listing listing, Findings findings) {
        for (VirtualService owner : listing.virtualServices()) {
            for (HttpRoute route : owner.http()) {
                for (HttpMatchRequest match : route.match()) {
                    report(owner, match.uri(), path(match.uri()), findings);
                    report(owner, match.method(), method(match.method()), findings);
                    report(owner, match.scheme(), scheme(match.scheme()), findings);
                }
            }
        }
    }

    private static void report(
            VirtualService owner, @Nullable StringMatch match, @Nullable String why, Findings findings) {
        if (match != null && why != null) {
            findings.warning(owner, match.where(), "never-matches", text(match), "never matches: " + why);
        }
    }

    private static @Nullable String path(@Nullable StringMatch match) {
        String text = text(match);
        if (match instanceof StringMatch.Regex) {
            return pathExpression(text);
        }
        if (!text.isEmpty() && !text.startsWith("/") && !text.equals("*")) {
            return "a path begins with a slash, and \"" + ResourceProblems.quoted(text) + "\" does not";
        }
        return text.indexOf('?') >= 0 || text.indexOf('#') >= 0
                ? "a path ends before its query, which queryParams matches"
                : null;
    }

    /** Only what is plain to see; an expression with alternatives is left alone. */
    private static @Nullable String pathExpression(String expression) {
        if (expression.indexOf('|') >= 0 || expression.startsWith("(?")) {
            return null;
        }
        String bare = expression.startsWith("^") ? expression.substring(1) : expression;
        if (!bare.isEmpty() && bare.charAt(0) != '/' && isLiteral(bare, 0) && !isOptional(bare, 1)) {
            return "the whole path has to match, and begins with a slash, which the expression does not";
        }
        for (int i = 1; i < bare.length(); i++) {
            boolean escaped = bare.charAt(i - 1) == '\\';
            if (bare.charAt(i) == '$'
                    && !escaped
                    && i + 1 < bare.length()
                    && isLiteral(bare, i + 1)
                    && !isInSet(bare, i)
                    && !isOptional(bare, i + 2)) {
                return "the expression goes on after the end of the text, $";
            }
            if (bare.charAt(i) == '?'
                    && escaped
                    && !isInSet(bare, i)
                    && !isOptional(bare, i + 1)
                    && (i < 2 || bare.charAt(i - 2) != '\\')) {
                return "a path ends before its query, which queryParams matches";
            }
        }
        return null;
    }

    private static boolean isLiteral(String expression, int index) {
        return SPECIAL.indexOf(expression.charAt(index)) < 0;
    }

    /** Whether what is before the index may be left out. */
    private static boolean isOptional(String expression, int index) {
        return index < expression.length() && "*?{".indexOf(expression.charAt(index)) >= 0;
    }

    /** Whether a bracket or group is open before the index, inside which all bets are off. */
    private static boolean isInSet(String expression, int index) {
        int open = Math.max(expression.lastIndexOf('[', index), expression.lastIndexOf('(', index));
        return open >= 0;
    }

    private static @Nullable String method(@Nullable StringMatch match) {
        String text = text(match);
        boolean wrong = match instanceof StringMatch.Exact && !text.equals(text.toUpperCase(Locale.ROOT));
        return wrong
                ? "methods are compared as they are, and \"" + ResourceProblems.quoted(text) + "\" is in lower case"
                : null;
    }

    private static @Nullable String scheme(@Nullable StringMatch match) {
        String text = text(match);
        boolean wrong = match instanceof StringMatch.Exact && !text.equals("http") && !text.equals("https");
        return wrong ? "a scheme is http or https" : null;
    }

    private static String text(@Nullable StringMatch match) {
        return switch (match) {
            case null -> "";
            case StringMatch.Unset ignored -> "";
            case StringMatch.Exact exact -> exact.value();
            case StringMatch.Prefix prefix -> prefix.value();
            case StringMatch.Regex regex -> regex.value();
        };
    }
}
