package io.sallyport.authority;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.jspecify.annotations.Nullable;

/**
 * For which names an authority may vouch (RFC 5280 section 4.2.1.10). A domain stands for itself and all below it;
 * addresses that are not named are excluded.
 */
final class NameLimits {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    /** Never in use (RFC 6761 section 6.4): to permit no other name is to permit none. */
    private static final String NO_DOMAIN = "invalid";

    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;

    private NameLimits() {}

    /**
     * @param permitted domains, perhaps with {@code *.} before them; addresses, or ranges of them as CIDR; at least one
     * @throws IllegalArgumentException when one is neither
     */
    static NameConstraints of(List<String> permitted) {
        List<GeneralSubtree> domains = new ArrayList<>();
        List<GeneralSubtree> ranges = new ArrayList<>();
        for (String one : permitted) {
            if (isAddress(one)) {
                ranges.add(subtree(GeneralName.iPAddress, range(one)));
            } else {
                domains.add(subtree(GeneralName.dNSName, domain(one)));
            }
        }
        if (domains.isEmpty()) {
            domains.add(subtree(GeneralName.dNSName, NO_DOMAIN));
        }
        // A sequence of nothing must not be written.
        GeneralSubtree @Nullable [] excluded =
                ranges.isEmpty() ? new GeneralSubtree[] {allAddresses(IPV4_OCTETS), allAddresses(IPV6_OCTETS)} : null;
        domains.addAll(ranges);
        return new NameConstraints(domains.toArray(GeneralSubtree[]::new), excluded);
    }

    /** The domain that a host is permitted by. */
    private static String domain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        // What a star stands for in a label cannot be said, so the domain above it is permitted.
        String domain = lower.startsWith("*") ? lower.substring(lower.indexOf('.') + 1) : lower;
        boolean sound = !domain.isEmpty() && domain.length() <= 253;
        for (String label : domain.split("\\.", -1)) {
            sound &= LABEL.matcher(label).matches();
        }
        if (!sound) {
            throw new IllegalArgumentException(
                    host + " (expected: a domain such as example.com, an address or a CIDR range)");
        }
        return domain;
    }

    private static boolean isAddress(String text) {
        int slash = text.indexOf('/');
        return NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash)) != null;
    }

    private static String range(String text) {
        if (text.indexOf('/') >= 0) {
            return text;
        }
        return text + (text.indexOf(':') >= 0 ? "/128" : "/32");
    }

    /** An address and a mask, both of zeros. */
    private static GeneralSubtree allAddresses(int octets) {
        return new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[2 * octets])));
    }

    private static GeneralSubtree subtree(int kind, String name) {
        return new GeneralSubtree(new GeneralName(kind, name));
    }
}
