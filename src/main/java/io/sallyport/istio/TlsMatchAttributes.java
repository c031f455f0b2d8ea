package io.sallyport.istio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a TLS connection that must all hold (Istio {@code TLSMatchAttributes}).
 *
 * @param sniHosts server names, a leading {@code *.} allowed
 * @param port 0 to 4294967295 by type
 */
public record TlsMatchAttributes(
        Where where,
        List<String> sniHosts,
        List<String> destinationSubnets,
        @Nullable Long port,
        Map<String, String> sourceLabels,
        List<String> gateways,
        @Nullable String sourceNamespace) {
    public TlsMatchAttributes {
        sniHosts = List.copyOf(sniHosts);
        destinationSubnets = List.copyOf(destinationSubnets);
        sourceLabels = Copies.inOrder(sourceLabels);
        gateways = List.copyOf(gateways);
    }
}
