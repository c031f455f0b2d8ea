package io.sallyport.istio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to talk to a host once it is chosen (Istio {@code networking.istio.io DestinationRule}).
 *
 * @param host service the rule applies to, as written
 * @param exportTo namespaces that see the rule
 */
public record DestinationRule(
        Where where,
        Metadata metadata,
        String host,
        @Nullable TrafficPolicy trafficPolicy,
        List<Subset> subsets,
        List<String> exportTo,
        @Nullable WorkloadSelector workloadSelector)
        implements Resource {
    /** The Kubernetes kind of these resources. */
    public static final String KIND = "DestinationRule";

    public DestinationRule {
        subsets = List.copyOf(subsets);
        exportTo = List.copyOf(exportTo);
    }

    /** A named part of the host's endpoints, chosen by labels. */
    public record Subset(
            Where where,
            String name,
            Map<String, String> labels,
            @Nullable TrafficPolicy trafficPolicy) {
        public Subset {
            labels = Copies.inOrder(labels);
        }
    }

    /** Labels of the callers that the rule applies to. */
    public record WorkloadSelector(Where where, Map<String, String> matchLabels) {
        public WorkloadSelector {
            matchLabels = Copies.inOrder(matchLabels);
        }
    }
}
