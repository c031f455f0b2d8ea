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
        int end = host.endsWith(".") ? host.length() - 1 : host.length();
        int dot = host.lastIndexOf('.', end - 1);
        String last = host.substring(dot + 1, end);
        if (last.isEmpty() || parse(host) != null) {
            return false;
        }
        if (last.length() >= 2 && last.charAt(0) == '0' && (last.charAt(1) == 'x' || last.charAt(1) == 'X')) {
            return last.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0);
        }
        return last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether it is an address in any spelling, canonical or odd: nothing a wildcard for names may cover. */
    public static boolean isAddressLike(String host) {
        if (host.isEmpty()) {
            return false;
        }
        // Most names end in a letter that no number does.
        char last = host.charAt(host.length() - 1);
        boolean mayBe = Character.digit(last, 16) >= 0;
        return (mayBe || last == '.' || last == 'x' || last == 'X' || host.indexOf(':') >= 0)
                && (parse(host) != null || isOddSpelling(host));
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
