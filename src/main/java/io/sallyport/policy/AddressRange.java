package io.sallyport.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of IP addresses in CIDR notation, IPv4 or IPv6; a bare address is a range of one.
 *
 * @param network the first address, host bits clear
 * @param prefixLength leading bits that count, 0 to 32 or 0 to 128
 */
public record AddressRange(InetAddress network, int prefixLength) {

    public AddressRange {
        int bits = network.getAddress().length * 8;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length: " + prefixLength + " (expected: 0 to " + bits + ")");
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code 192.0.2.7} or {@code 2001:db8::/32}.
     *
     * @throws IllegalArgumentException when it is not an IP address in canonical spelling, or the prefix is out of range
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("\"" + text + "\" is not an IP address or CIDR range");
        }
        int bits = address.getAddress().length * 8;
        if (slash < 0) {
            return new AddressRange(address, bits);
        }
        int prefix;
        try {
            prefix = Integer.parseInt(text.substring(slash + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" has no numeric prefix length", e);
        }
        return new AddressRange(masked(address, prefix), prefix);
    }

    /** Whether the address lies in the range; families never mix. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }

    /** Whether the text can be read as a range. */
    public static boolean isRange(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether it is one address. */
    public boolean isSingle() {
        return prefixLength == network.getAddress().length * 8;
    }

    /** The address with only its first bits; the others are 0. */
    static InetAddress masked(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        if (prefix < 0 || prefix > bytes.length * 8) {
            throw new IllegalArgumentException(
                    "prefix length: " + prefix + " (expected: 0 to " + bytes.length * 8 + ")");
        }
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixLength;
    }
}
