package io.sallyport.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Listed addresses, for requests that name an address instead of a host (Istio: {@code ServiceEntry.addresses}).
 *
 * <p>Ranges of one length are one hash look-up, the narrowest are tried first; so the cost grows with the lengths in
 * use, of which there are few, and not with the ranges.
 */
public final class AddressIndex {

    /** All ranges of one family and prefix length, by their first address. */
    private record Length(boolean ipv4, int prefix, Map<InetAddress, VirtualHost> networks) {

        @Nullable
        VirtualHost find(InetAddress address) {
            return networks.get(AddressRange.masked(address, prefix));
        }
    }

    /** Lists no address. */
    public static final AddressIndex EMPTY = new AddressIndex(List.of());

    private final List<ListedRange> listed;
    private final Map<InetAddress, VirtualHost> single = new HashMap<>();
    /** The narrowest first. */
    private final List<Length> lengths = new ArrayList<>();

    /** Builds the index; of two hosts that list the same range the first counts. */
    public AddressIndex(List<ListedRange> listed) {
        this.listed = List.copyOf(listed);
        Map<Integer, Length> ipv4 = new HashMap<>();
        Map<Integer, Length> ipv6 = new HashMap<>();
        for (ListedRange one : listed) {
            AddressRange range = one.range();
            if (range.isSingle()) {
                single.putIfAbsent(range.network(), one.host());
            } else {
                boolean four = range.network() instanceof Inet4Address;
                (four ? ipv4 : ipv6)
                        .computeIfAbsent(range.prefixLength(), prefix -> new Length(four, prefix, new HashMap<>()))
                        .networks()
                        .putIfAbsent(range.network(), one.host());
            }
        }
        lengths.addAll(ipv4.values());
        lengths.addAll(ipv6.values());
        lengths.sort(Comparator.comparingInt((Length length) -> -length.prefix()));
    }

    /** What applies to the address, or null where no entry lists it. */
    public @Nullable VirtualHost find(InetAddress address) {
        VirtualHost host = single.get(address);
        boolean ipv4 = address instanceof Inet4Address;
        for (int i = 0; host == null && i < lengths.size(); i++) {
            Length length = lengths.get(i);
            host = length.ipv4() == ipv4 ? length.find(address) : null;
        }
        return host;
    }

    /** All that is listed, in the order given. */
    public List<ListedRange> listed() {
        return listed;
    }
}
