package io.sallyport.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses in their one canonical spelling, and spots the others.
 *
 * <p>Resolvers accept {@code 0177.0.0.1}, {@code 2130706433} and {@code 127.1} as addresses: spellings that walk
 * around allow-lists. Here they are neither an address nor a host name.
 */
public final class IpLiteral {

    private IpLiteral() {}

    /** The address, when the text is dotted-decimal IPv4 or RFC 4291 IPv6 (without brackets or zone); else null. */
    public static @Nullable InetAddress parse(String text) {
        try {
            if (text.indexOf(':') >= 0) {
                return isIpv6Shape(text) ? InetAddress.getByName(text) : null;
            }
            byte[] bytes = ipv4(text);
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * Whether some resolver could take the text for an IPv4 address although it is not spelled as one: its last label
     * is a number, decimal, octal or hexadecimal (WHATWG URL, "ends in a number").
     */
    public static boolean isOddSpelling(String host) {
        return endsInLabelWithDigit(host) && parse(host) == null && isNumber(host);
    }

    /** Whether it is an address in any spelling, canonical or odd: nothing a wildcard for names may cover. */
    public static boolean isAddressLike(String host) {
        return endsInLabelWithDigit(host)
                ? parse(host) != null || isNumber(host)
                : host.indexOf(':') >= 0 && parse(host) != null;
    }

    /** A quick look that most names fail: every number begins with a digit, of whatever base. */
    private static boolean endsInLabelWithDigit(String host) {
        int begin = host.lastIndexOf('.', end(host) - 1) + 1;
        return begin < end(host) && host.charAt(begin) >= '0' && host.charAt(begin) <= '9';
    }

    private static boolean isNumber(String host) {
        int end = end(host);
        String last = host.substring(host.lastIndexOf('.', end - 1) + 1, end);
        if (last.length() >= 2 && last.charAt(0) == '0' && (last.charAt(1) == 'x' || last.charAt(1) == 'X')) {
            return last.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0);
        }
        return last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Without the dot at the end, if there is one. */
    private static int end(String host) {
        return host.endsWith(".") ? host.length() - 1 : host.length();
    }

    private static boolean isIpv6Shape(String text) {
        // Only these characters: a resolver is never asked, and a zone (%eth0) never passes.
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return false;
            }
        }
        return text.length() >= 2;
    }

    private static byte @Nullable [] ipv4(String text) {
        byte[] bytes = new byte[4];
        int part = 0;
        int value = -1;
        int digits = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.') {
                if (value < 0 || part == 4) {
                    return null;
                }
                bytes[part++] = (byte) value;
                value = -1;
                digits = 0;
            } else if (c >= '0' && c <= '9') {
                if (digits > 0 && value == 0) {
                    return null;
                }
                value = Math.max(value, 0) * 10 + (c - '0');
                if (value > 255) {
                    return null;
                }
                digits++;
            } else {
                return null;
            }
        }
        return part == 4 ? bytes : null;
    }
}
