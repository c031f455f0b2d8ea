package io.sallyport.policy;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Listed addresses, for requests that name an address instead of a host (Istio: {@code ServiceEntry.addresses}).
 *
 * <p>Single addresses cost one hash look-up; ranges are few and tried one by one, the narrowest first.
 */
public final class AddressIndex {

    /** Lists no address. */
    public static final AddressIndex EMPTY = new AddressIndex(List.of());

    private final List<ListedRange> listed;
    private final Map<InetAddress, VirtualHost> single = new HashMap<>();
    private final List<ListedRange> ranges;

    /** Builds the index; of two hosts that list the same range the first counts. */
    public AddressIndex(List<ListedRange> listed) {
        this.listed = List.copyOf(listed);
        for (ListedRange one : listed) {
            if (one.range().isSingle()) {
                single.putIfAbsent(one.range().network(), one.host());
            }
        }
        ranges = listed.stream()
                .filter(one -> !one.range().isSingle())
                .sorted(Comparator.comparingInt(
                        (ListedRange one) -> -one.range().prefixLength()))
                .toList();
    }

    /** What applies to the address, or null where no entry lists it. */
    public @Nullable VirtualHost find(InetAddress address) {
        VirtualHost host = single.get(address);
        if (host != null) {
            return host;
        }
        for (ListedRange one : ranges) {
            if (one.range().contains(address)) {
                return one.host();
            }
        }
        return null;
    }

    /** All that is listed, in the order given. */
    public List<ListedRange> listed() {
        return listed;
    }
}
