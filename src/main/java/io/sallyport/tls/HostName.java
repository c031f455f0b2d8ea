package io.sallyport.tls;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The host name of a ClientHello. Names beyond ASCII are sent as A-labels ({@code xn--}); bytes of any other encoding
 * are no name (RFC 6066 section 3), since nobody could say which host a server would take them for.
 */
final class HostName {

    private static final int LONGEST = 255;

    private HostName() {}

    /** Lower case, without the one dot it may end with; null when it is no name. */
    static @Nullable String normal(String written) {
        String name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
        if (name.isEmpty() || name.length() > LONGEST) {
            return null;
        }
        char before = '.';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isNameCharacter(c) || (c == '.' && before == '.')) {
                return null;
            }
            before = c;
        }
        return before == '.' ? null : name.toLowerCase(Locale.ROOT);
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
