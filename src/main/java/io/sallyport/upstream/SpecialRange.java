package io.sallyport.upstream;

import io.sallyport.policy.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses that is not an ordinary place in the Internet, and what it is for.
 *
 * <p>From IANA's registries of special-purpose IPv4 and IPv6 addresses (RFC 6890), multicast (RFC 5771, RFC 4291) and
 * deprecated forms. Their globally reachable entries, such as AS112, are left out.
 */
final class SpecialRange {

    private static final List<SpecialRange> IPV4 = List.of(
            range("10.0.0.0/8", "private"),
            range("172.16.0.0/12", "private"),
            range("192.168.0.0/16", "private"),
            range("127.0.0.0/8", "loopback"),
            range("169.254.0.0/16", "link-local, cloud metadata"),
            range("100.64.0.0/10", "carrier-grade NAT"),
            range("0.0.0.0/8", "unspecified, this network"),
            range("192.0.0.0/24", "IETF protocol assignments"),
            range("192.0.2.0/24", "documentation"),
            range("198.51.100.0/24", "documentation"),
            range("203.0.113.0/24", "documentation"),
            range("198.18.0.0/15", "benchmarking"),
            range("192.88.99.0/24", "deprecated 6to4 relay"),
            range("224.0.0.0/4", "multicast"),
            range("255.255.255.255/32", "broadcast"),
            range("240.0.0.0/4", "reserved"),
            // In no registry: a public address that Azure answers on every virtual network, metadata behind it.
            range("168.63.129.16/32", "cloud metadata"));

    private static final List<SpecialRange> IPV6 = List.of(
            range("::/128", "unspecified"),
            range("::1/128", "loopback"),
            range("fc00::/7", "unique local"),
            range("fe80::/10", "link-local"),
            range("fec0::/10", "deprecated site-local"),
            range("ff00::/8", "multicast"),
            range("::/96", "deprecated IPv4-compatible"),
            range("::ffff:0:0:0/96", "deprecated IPv4-translated"),
            range("64:ff9b:1::/48", "local-use NAT64"),
            range("100::/64", "discard"),
            range("100:0:0:1::/64", "dummy"),
            range("2001::/23", "IETF protocol assignments"),
            range("2001:db8::/32", "documentation"),
            range("3fff::/20", "documentation"),
            range("5f00::/16", "segment routing"),
            // What IANA has not given to global unicast (2000::/3) is nowhere to go.
            range("::/3", "reserved"),
            range("4000::/2", "reserved"),
            range("8000::/1", "reserved"));

    private final byte[] network;
    private final int prefixLength;
    private final String description;

    private SpecialRange(byte[] network, int prefixLength, String description) {
        this.network = network;
        this.prefixLength = prefixLength;
        this.description = description;
    }

    /** The first, and so most telling, range that holds the address of 4 or 16 bytes; null for an ordinary one. */
    static @Nullable SpecialRange of(byte[] address) {
        for (SpecialRange range : address.length == 4 ? IPV4 : IPV6) {
            if (range.contains(address)) {
                return range;
            }
        }
        return null;
    }

    /** Whether the first bits of the address are the network's; both of one family. */
    boolean contains(byte[] address) {
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (network[i] != address[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((network[whole] ^ address[whole]) & 0xff) >> (8 - rest) == 0;
    }

    /** A range in CIDR notation with what it is for. */
    static SpecialRange range(String cidr, String purpose) {
        AddressRange range = AddressRange.parse(cidr);
        return new SpecialRange(range.network().getAddress(), range.prefixLength(), purpose + " (" + cidr + ")");
    }

    /** Purpose and range, such as {@code loopback (127.0.0.0/8)}. */
    @Override
    public String toString() {
        return description;
    }

    /** The address of 4 or 16 bytes. */
    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: " + bytes.length + " bytes (expected: 4 or 16)", e);
        }
    }
}
