package io.sallyport.compile.analysis;

import io.sallyport.istio.StringMatch;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The texts that a comparison accepts, so that one set can be seen to hold another. */
record Texts(Kind kind, String text) {

    enum Kind {
        EXACT,
        PREFIX,
        REGEX
    }

    /** What a written comparison accepts; null where anything is. */
    static @Nullable Texts of(@Nullable StringMatch match) {
        return switch (match) {
            case null -> null;
            case StringMatch.Unset ignored -> null;
            case StringMatch.Exact exact -> new Texts(Kind.EXACT, exact.value());
            case StringMatch.Prefix prefix -> new Texts(Kind.PREFIX, prefix.value());
            case StringMatch.Regex regex -> regex.value().equals(".*") ? null : new Texts(Kind.REGEX, regex.value());
        };
    }

    /** As {@link #of}; every path begins with a slash, so that a prefix of no more is anything, too. */
    static @Nullable Texts ofPath(@Nullable StringMatch match, boolean ignoreCase) {
        Texts texts = of(match);
        if (texts == null) {
            return null;
        }
        boolean all = texts.kind == Kind.PREFIX && (texts.text.isEmpty() || texts.text.equals("/"));
        boolean any = texts.kind == Kind.REGEX && texts.text.equals("/.*");
        return all || any ? null : new Texts(texts.kind, ignoreCase ? texts.text.toLowerCase(Locale.ROOT) : texts.text);
    }

    /** Whether all texts of the other are among these; no where it cannot be said. */
    boolean covers(Texts other) {
        return switch (kind) {
            case EXACT, REGEX -> equals(other);
            case PREFIX -> other.kind != Kind.REGEX && other.text.startsWith(text);
        };
    }
}
