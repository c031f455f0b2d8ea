package io.sallyport.policy;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Matches one text: a path, a header's value (Istio: {@code StringMatch}). The text may be a part of a longer one, such
 * as the path in front of a query, so that nobody has to cut it out first.
 */
public sealed interface TextMatch {

    /** Whether the text matches. Linear time, whatever the pattern. */
    default boolean matches(String text) {
        return matches(text, 0, text.length());
    }

    /**
     * Whether a part of the text matches. Linear time, whatever the pattern.
     *
     * @param text holds the part
     * @param from where it begins
     * @param to where it ends; not below {@code from}
     */
    boolean matches(String text, int from, int to);

    /** The whole text. */
    record Exact(String text) implements TextMatch {
        @Override
        public boolean matches(String other, int from, int to) {
            return to - from == text.length() && other.startsWith(text, from);
        }
    }

    /** The whole text, in any case. */
    record ExactIgnoringCase(String text) implements TextMatch {
        @Override
        public boolean matches(String other, int from, int to) {
            return to - from == text.length() && other.regionMatches(true, from, text, 0, text.length());
        }
    }

    /** The beginning of the text, character by character: {@code /foo} covers {@code /foobar}. */
    record Prefix(String prefix) implements TextMatch {
        @Override
        public boolean matches(String other, int from, int to) {
            return to - from >= prefix.length() && other.startsWith(prefix, from);
        }
    }

    /** The beginning of the text, in any case. */
    record PrefixIgnoringCase(String prefix) implements TextMatch {
        @Override
        public boolean matches(String other, int from, int to) {
            return to - from >= prefix.length() && other.regionMatches(true, from, prefix, 0, prefix.length());
        }
    }

    /** An RE2 expression that covers the whole text, compiled once. */
    final class Regex implements TextMatch {

        private final Pattern pattern;
        private final RegexStart start;

        /** The expression, compiled. */
        public Regex(Pattern pattern) {
            this.pattern = pattern;
            this.start = RegexStart.of(pattern);
        }

        /** The expression. */
        public Pattern pattern() {
            return pattern;
        }

        @Override
        public boolean matches(String other, int from, int to) {
            // Of many expressions most begin otherwise than the text: that much can be seen without running them.
            if (to - from < start.literal().length() || !other.startsWith(start.literal(), from)) {
                return false;
            }
            return switch (start.rest()) {
                case NOTHING -> to - from == start.literal().length();
                case ANY_LINE -> other.indexOf('\n', from + start.literal().length(), to) < 0;
                case EXPRESSION ->
                    pattern.matches(from == 0 && to == other.length() ? other : other.substring(from, to));
            };
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Regex that && pattern.equals(that.pattern);
        }

        @Override
        public int hashCode() {
            return pattern.hashCode();
        }

        @Override
        public String toString() {
            return "Regex[" + pattern.pattern() + "]";
        }
    }

    /** Any text at all: the header or parameter is there. */
    record Present() implements TextMatch {
        @Override
        public boolean matches(String other, int from, int to) {
            return true;
        }
    }
}
