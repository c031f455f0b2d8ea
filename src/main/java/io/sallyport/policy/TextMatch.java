package io.sallyport.policy;

import com.google.re2j.Pattern;

/** Matches one text: a path, a header's value (Istio: {@code StringMatch}). */
public sealed interface TextMatch {

    /** Whether the text matches. Linear time, whatever the pattern. */
    boolean matches(String text);

    /** The whole text. */
    record Exact(String text) implements TextMatch {
        @Override
        public boolean matches(String other) {
            return other.equals(text);
        }
    }

    /** The whole text, in any case. */
    record ExactIgnoringCase(String text) implements TextMatch {
        @Override
        public boolean matches(String other) {
            return other.equalsIgnoreCase(text);
        }
    }

    /** The beginning of the text, character by character: {@code /foo} covers {@code /foobar}. */
    record Prefix(String prefix) implements TextMatch {
        @Override
        public boolean matches(String other) {
            return other.startsWith(prefix);
        }
    }

    /** The beginning of the text, in any case. */
    record PrefixIgnoringCase(String prefix) implements TextMatch {
        @Override
        public boolean matches(String other) {
            return other.regionMatches(true, 0, prefix, 0, prefix.length());
        }
    }

    /** An RE2 expression that covers the whole text, compiled once. */
    record Regex(Pattern pattern) implements TextMatch {
        @Override
        public boolean matches(String other) {
            return pattern.matches(other);
        }
    }

    /** Any text at all: the header or parameter is there. */
    record Present() implements TextMatch {
        @Override
        public boolean matches(String other) {
            return true;
        }
    }
}
