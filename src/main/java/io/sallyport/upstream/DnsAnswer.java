package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What DNS said of a name, for one record type or for both.
 *
 * @param addresses empty when there are none
 * @param ttlSeconds the least TTL among the records; of a negative answer, what its SOA allows (RFC 2308 section 5), or
 *     0 where there is none
 * @param code the response code, or {@code NODATA} for a name without such records, or null when nothing answered
 */
record DnsAnswer(
        List<InetAddress> addresses,
        long ttlSeconds,
        @Nullable String code) {

    static final String NO_DATA = "NODATA";

    /** Nobody answered. */
    static final DnsAnswer NONE = new DnsAnswer(List.of(), 0, null);

    DnsAnswer {
        addresses = List.copyOf(addresses);
    }

    /** Reads a response to a question of that type. The answers of a recursive server hold the whole CNAME chain. */
    static DnsAnswer of(DnsResponse response, DnsRecordType type) {
        if (!response.code().equals(DnsResponseCode.NOERROR)) {
            return new DnsAnswer(List.of(), negativeTtl(response), name(response.code()));
        }
        List<InetAddress> addresses = new ArrayList<>();
        long ttl = Long.MAX_VALUE;
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
            ttl = Math.min(ttl, record.timeToLive());
            if (record.type().equals(type) && record instanceof DnsRawRecord raw) {
                addAddress(raw.content(), addresses);
            }
        }
        return addresses.isEmpty()
                ? new DnsAnswer(List.of(), negativeTtl(response), NO_DATA)
                : new DnsAnswer(addresses, ttl, "NOERROR");
    }

    /** The lesser of the SOA's TTL and of its last field, MINIMUM. */
    private static long negativeTtl(DnsResponse response) {
        for (int i = 0; i < response.count(DnsSection.AUTHORITY); i++) {
            DnsRecord record = response.recordAt(DnsSection.AUTHORITY, i);
            if (record.type().equals(DnsRecordType.SOA) && record instanceof DnsRawRecord raw) {
                ByteBuf content = raw.content();
                int minimum = content.writerIndex() - Integer.BYTES;
                return minimum < content.readerIndex()
                        ? 0
                        : Math.min(record.timeToLive(), content.getUnsignedInt(minimum));
            }
        }
        return 0;
    }

    /** As RFC 1035 and RFC 6895 spell it: Netty says {@code NXDomain(3)}. */
    private static String name(DnsResponseCode code) {
        String text = code.toString();
        int number = text.indexOf('(');
        return (number < 0 ? text : text.substring(0, number)).toUpperCase(Locale.ROOT);
    }

    private static void addAddress(ByteBuf content, List<InetAddress> addresses) {
        int length = content.readableBytes();
        if (length == 4 || length == 16) {
            byte[] bytes = new byte[length];
            content.getBytes(content.readerIndex(), bytes);
            addresses.add(SpecialRange.address(bytes));
        }
    }

    boolean isPositive() {
        return !addresses.isEmpty();
    }

    /** Whether the name surely has no such records, so that asking again at once is of no use. */
    boolean isNegative() {
        return NO_DATA.equals(code) || "NXDOMAIN".equals(code);
    }

    /** Both families' addresses; without any, the graver reason: an error before absence before silence. */
    DnsAnswer and(DnsAnswer other) {
        if (!isPositive() && !other.isPositive()) {
            return code == null || (isNegative() && other.code != null) ? other : this;
        }
        if (!isPositive()) {
            return other;
        }
        if (!other.isPositive()) {
            return this;
        }
        List<InetAddress> both = new ArrayList<>(addresses);
        both.addAll(other.addresses);
        return new DnsAnswer(both, Math.min(ttlSeconds, other.ttlSeconds), code);
    }
}
