package io.sallyport.listener;

import io.sallyport.policy.IpLiteral;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host and perhaps a port, read strictly (RFC 3986 section 3.2, RFC 9110 section 7.2). Odd spellings of addresses
 * such as {@code 0177.0.0.1} pass, as names: to refuse those is the policy's.
 *
 * @param host lower case, without brackets and without the one dot a name may end with
 * @param port 1 to 65535; {@link #NO_PORT} where none was named
 * @param written as the client wrote it, but for a colon with nothing after it
 */
record Authority(String host, int port, String written) {

    static final int NO_PORT = -1;
    private static final int LONGEST_HOST = 255;

    /** Reads {@code text}; null when it is no authority, has user information, or is empty. */
    static @Nullable Authority parse(String text) {
        return text.startsWith("[") ? bracketed(text) : named(text);
    }

    private static @Nullable Authority bracketed(String text) {
        int close = text.indexOf(']');
        if (close < 0) {
            return null;
        }
        String host = text.substring(1, close);
        if (host.indexOf(':') < 0 || IpLiteral.parse(host) == null) {
            return null;
        }
        return withPort(host.toLowerCase(Locale.ROOT), text, close + 1);
    }

    private static @Nullable Authority named(String text) {
        boolean lowerCase = true;
        char before = '.';
        int i = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                break;
            }
            if (c >= 'A' && c <= 'Z') {
                lowerCase = false;
            } else if (!isNameCharacter(c)) {
                return null;
            }
            if (c == '.' && before == '.') {
                return null;
            }
            before = c;
        }
        int end = before == '.' ? i - 1 : i;
        if (end <= 0 || end > LONGEST_HOST) {
            return null;
        }
        String host = text.substring(0, end);
        return withPort(lowerCase ? host : host.toLowerCase(Locale.ROOT), text, i);
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    }

    private static @Nullable Authority withPort(String host, String text, int colon) {
        if (colon == text.length()) {
            return new Authority(host, NO_PORT, text);
        }
        if (text.charAt(colon) != ':') {
            return null;
        }
        if (colon + 1 == text.length()) {
            return new Authority(host, NO_PORT, text.substring(0, colon));
        }
        int port = port(text, colon + 1);
        return port < 0 ? null : new Authority(host, port, text);
    }

    private static int port(String text, int start) {
        int digits = text.length() - start;
        if (digits > 5) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value >= 1 && value <= 65_535 ? value : -1;
    }
}
