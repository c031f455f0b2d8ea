package io.sallyport.istio;

/** Reads a DestinationRule. */
final class DestinationRuleReader {
    private DestinationRuleReader() {}

    static DestinationRule read(Fields resource) {
        resource.ignore("apiVersion", "kind", "status");
        var metadata = resource.requiredObject("metadata", MetadataReader::read);
        return resource.requiredObject("spec", spec -> read(resource.where(), metadata, spec));
    }

    private static DestinationRule read(Where where, Metadata metadata, Fields spec) {
        return new DestinationRule(
                where,
                metadata,
                spec.requiredText("host"),
                spec.object("trafficPolicy", TrafficPolicyReader::read),
                spec.objects("subsets", DestinationRuleReader::subset),
                spec.texts("exportTo"),
                spec.object("workloadSelector", DestinationRuleReader::workloadSelector));
    }

    private static DestinationRule.Subset subset(Fields fields) {
        return new DestinationRule.Subset(
                fields.where(),
                fields.requiredText("name"),
                fields.textMap("labels"),
                fields.object("trafficPolicy", TrafficPolicyReader::read));
    }

    private static DestinationRule.WorkloadSelector workloadSelector(Fields fields) {
        return new DestinationRule.WorkloadSelector(fields.where(), fields.textMap("matchLabels", 4096, 63));
    }
}
