package io.sallyport.upstream;

import io.sallyport.policy.AddressRange;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a resolved address may be connected to. A listed name is no licence to reach what its DNS points at:
 * loopback, the cloud's metadata service, private networks and other special ranges are refused unless the operator
 * lists them.
 */
public final class AddressGuard {

    private final List<AddressRange> allowed;

    /**
     * @param allowed special ranges that are reachable all the same, for every host ({@code --allow-address}, CIDR
     *     notation, default none)
     */
    public AddressGuard(List<AddressRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /**
     * What speaks against the address.
     *
     * @param address resolved or literal
     * @param listed ranges that the ServiceEntry itself lists ({@link io.sallyport.policy.Cluster#listedAddresses})
     * @return the range it is in, for logs, such as {@code loopback (127.0.0.0/8)}, never the address itself; null when
     *     it may be connected to
     */
    public @Nullable String objection(InetAddress address, List<AddressRange> listed) {
        return objection(EmbeddedAddress.unmapped(address.getAddress()), listed);
    }

    private @Nullable String objection(byte[] address, List<AddressRange> listed) {
        SpecialRange special = SpecialRange.of(address);
        EmbeddedAddress form = address.length == 16 ? EmbeddedAddress.formOf(address) : null;
        if (special == null && form == null) {
            return null;
        }
        if (isListed(address, listed)) {
            return null;
        }
        return form == null ? String.valueOf(special) : objectionInside(form, address, listed);
    }

    private @Nullable String objectionInside(EmbeddedAddress form, byte[] address, List<AddressRange> listed) {
        for (int offset : form.offsets()) {
            String inner = objection(form.at(offset, address), listed);
            if (inner != null) {
                return inner + " inside " + form.form();
            }
        }
        return null;
    }

    private boolean isListed(byte[] address, List<AddressRange> listed) {
        if (allowed.isEmpty() && listed.isEmpty()) {
            return false;
        }
        InetAddress whole = SpecialRange.address(address);
        return contains(allowed, whole) || contains(listed, whole);
    }

    private static boolean contains(List<AddressRange> ranges, InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
