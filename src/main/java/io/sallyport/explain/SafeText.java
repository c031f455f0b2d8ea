package io.sallyport.explain;

import io.sallyport.policy.IpLiteral;

/** Makes text that a caller chose fit for a status line, a log and a page. */
final class SafeText {

    private static final int LONGEST = 253;

    private static final int LONGEST_LABEL = 63;

    private SafeText() {}

    /** The host where it is a name or an address; what else a caller may send is not repeated. */
    static String host(String host) {
        return isName(host) || IpLiteral.parse(host) != null ? host : "the host asked for";
    }

    /** Printable ASCII, the rest as {@code ?}, at most 253 characters. */
    static String printable(String text) {
        int length = Math.min(text.length(), LONGEST);
        StringBuilder safe = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            safe.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return safe.toString();
    }

    /** Whether it is a lower-case DNS name that a ServiceEntry may list (RFC 1123; the last label is no number). */
    static boolean isName(String host) {
        if (host.isEmpty() || host.length() > LONGEST || IpLiteral.isAddressLike(host)) {
            return false;
        }
        int start = 0;
        for (int dot = host.indexOf('.'); ; dot = host.indexOf('.', start)) {
            int end = dot < 0 ? host.length() : dot;
            if (!isLabel(host, start, end)) {
                return false;
            }
            if (dot < 0) {
                return true;
            }
            start = dot + 1;
        }
    }

    private static boolean isLabel(String host, int start, int end) {
        if (end == start || end - start > LONGEST_LABEL || host.charAt(start) == '-' || host.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = host.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                return false;
            }
        }
        return true;
    }
}
