package io.sallyport.istio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a connection that must all hold (Istio {@code L4MatchAttributes}).
 *
 * @param port 0 to 4294967295 by type
 */
public record L4MatchAttributes(
        Where where,
        List<String> destinationSubnets,
        @Nullable Long port,
        @Nullable String sourceSubnet,
        Map<String, String> sourceLabels,
        List<String> gateways,
        @Nullable String sourceNamespace) {
    public L4MatchAttributes {
        destinationSubnets = List.copyOf(destinationSubnets);
        sourceLabels = Copies.inOrder(sourceLabels);
        gateways = List.copyOf(gateways);
    }
}
