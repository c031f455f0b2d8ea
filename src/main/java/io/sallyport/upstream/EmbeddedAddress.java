package io.sallyport.upstream;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An IPv6 form that carries the IPv4 address its packets end up at, so that address decides. (Deprecated forms that
 * lead nowhere are {@link SpecialRange}s, refused whatever they carry.)
 *
 * @param form where the form lives and its name
 * @param offsets where IPv4 addresses begin in it, in bytes
 * @param inverted whether the last of them is written with all bits flipped
 */
record EmbeddedAddress(SpecialRange form, List<Integer> offsets, boolean inverted) {

    private static final List<EmbeddedAddress> FORMS = List.of(
            // RFC 6052: the well-known prefix of NAT64.
            new EmbeddedAddress(SpecialRange.range("64:ff9b::/96", "NAT64"), List.of(12), false),
            // RFC 3056: 6to4.
            new EmbeddedAddress(SpecialRange.range("2002::/16", "6to4"), List.of(2), false),
            // RFC 4380: Teredo, its server and, flipped, its client.
            new EmbeddedAddress(SpecialRange.range("2001::/32", "Teredo"), List.of(4, 12), true));

    private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    /** The form the IPv6 address of 16 bytes has; null when it carries no other. */
    static @Nullable EmbeddedAddress formOf(byte[] address) {
        for (EmbeddedAddress embedded : FORMS) {
            if (embedded.form.contains(address)) {
                return embedded;
            }
        }
        return null;
    }

    /** The IPv4 address inside {@code ::ffff:0:0/96}, which Java and the kernel treat as that; else the same bytes. */
    static byte[] unmapped(byte[] address) {
        return address.length == 16 && Arrays.equals(address, 0, 12, MAPPED_PREFIX, 0, 12)
                ? Arrays.copyOfRange(address, 12, 16)
                : address;
    }

    /** The IPv4 address at one of the {@link #offsets}. */
    byte[] at(int offset, byte[] address) {
        byte[] inner = Arrays.copyOfRange(address, offset, offset + 4);
        if (inverted && offset == offsets.getLast()) {
            for (int i = 0; i < inner.length; i++) {
                inner[i] = (byte) ~inner[i];
            }
        }
        return inner;
    }
}
