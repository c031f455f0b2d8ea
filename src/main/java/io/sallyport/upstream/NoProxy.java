package io.sallyport.upstream;

import io.sallyport.policy.AddressRange;
import io.sallyport.policy.IpLiteral;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * What is connected to directly although there is a proxy, as curl and Go read {@code NO_PROXY}: names with what is
 * below them, addresses and ranges, or everything.
 *
 * @param everything whether there was a {@code *}
 * @param names each for itself and for all below it, lower case, without leading dot
 * @param ranges of addresses, for endpoints that are addresses
 */
public record NoProxy(boolean everything, List<String> names, List<AddressRange> ranges) {

    private static final String ALL = "*";

    public NoProxy {
        names = List.copyOf(names);
        ranges = List.copyOf(ranges);
    }

    /**
     * Reads entries: {@code example.com} or {@code .example.com} (that name and all below it), {@code *.example.com}
     * (the same), an address, a CIDR range, or {@code *}. Names are not resolved to see whether a range has them.
     *
     * @throws IllegalArgumentException for an entry that is none of these, with the entry in the message
     */
    public static NoProxy parse(List<String> entries) {
        List<String> all = entries.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .toList();
        List<String> names = all.stream()
                .filter(entry -> !entry.equals(ALL) && !AddressRange.isRange(entry))
                .map(NoProxy::name)
                .toList();
        return new NoProxy(
                all.contains(ALL),
                names,
                all.stream()
                        .filter(AddressRange::isRange)
                        .map(AddressRange::parse)
                        .toList());
    }

    private static String name(String entry) {
        String name = entry.startsWith("*.") ? entry.substring(2) : entry.startsWith(".") ? entry.substring(1) : entry;
        if (!HostName.isValid(name)) {
            throw new IllegalArgumentException(
                    "no-proxy: \"" + entry + "\" (expected: a name, an address, a range such as 10.0.0.0/8, or *)");
        }
        return name;
    }

    /** Whether an endpoint, a name in lower case or an address, is connected to directly. */
    boolean covers(String host) {
        if (everything) {
            return true;
        }
        InetAddress address = IpLiteral.parse(host);
        if (address != null) {
            return ranges.stream().anyMatch(range -> range.contains(address));
        }
        String absolute = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return names.stream().anyMatch(name -> absolute.equals(name) || absolute.endsWith("." + name));
    }
}
