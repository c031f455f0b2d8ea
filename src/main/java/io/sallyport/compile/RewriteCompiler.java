package io.sallyport.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.HttpRewrite;
import io.sallyport.istio.StringMatch;
import io.sallyport.policy.PathRewrite;
import org.jspecify.annotations.Nullable;

/** Turns {@code rewrite} into what is done to a path. */
final class RewriteCompiler {

    private RewriteCompiler() {}

    /** Whether what is replaced is what a match found, so that each match has a rewrite of its own. */
    static boolean dependsOnMatch(@Nullable HttpRewrite rewrite) {
        return rewrite != null
                && rewrite.uri() != null
                && !rewrite.uri().isEmpty()
                && rewrite.uriRegexRewrite() == null;
    }

    /** @param match whose path is replaced; null for a route without matches, which has the prefix {@code /} */
    static @Nullable PathRewrite path(@Nullable HttpRewrite rewrite, @Nullable HttpMatchRequest match) {
        if (rewrite == null) {
            return null;
        }
        if (rewrite.uriRegexRewrite() != null) {
            return regex(rewrite.uriRegexRewrite());
        }
        String uri = rewrite.uri();
        if (uri == null || uri.isEmpty()) {
            return null;
        }
        return switch (match == null ? null : match.uri()) {
            case null -> new PathRewrite.Prefix(1, uri);
            case StringMatch.Unset _ -> new PathRewrite.Prefix(1, uri);
            case StringMatch.Prefix prefix ->
                new PathRewrite.Prefix(prefix.value().length(), uri);
            case StringMatch.Exact _, StringMatch.Regex _ -> new PathRewrite.Whole(uri);
        };
    }

    private static @Nullable PathRewrite regex(HttpRewrite.RegexRewrite written) {
        if (written.match() == null || written.rewrite() == null) {
            return null;
        }
        try {
            return new PathRewrite.Regex(Pattern.compile(written.match()), replacement(written.rewrite()));
        } catch (PatternSyntaxException e) {
            // Told by the check, which refuses it.
            return null;
        }
    }

    /** RE2 writes a group as {@code \1}, RE2/J as {@code $1}; a digit behind it belongs to the text. */
    static String replacement(String written) {
        StringBuilder replacement = new StringBuilder(written.length() + 8);
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            char next = i + 1 < written.length() ? written.charAt(i + 1) : 0;
            if (c == '\\' && next >= '0' && next <= '9') {
                replacement.append('$').append(next);
                i++;
                if (i + 1 < written.length() && Character.isDigit(written.charAt(i + 1))) {
                    // An escape ends the number of the group.
                    replacement.append('\\').append(written.charAt(++i));
                }
            } else if (c == '\\' && next == '\\') {
                replacement.append("\\\\");
                i++;
            } else if (c == '$' || c == '\\') {
                replacement.append('\\').append(c);
            } else {
                replacement.append(c);
            }
        }
        return replacement.toString();
    }
}
