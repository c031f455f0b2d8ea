package io.sallyport.istio;

/** Reads a ServiceEntry. */
final class ServiceEntryReader {
    private ServiceEntryReader() {}

    static ServiceEntry read(Fields resource) {
        resource.ignore("apiVersion", "kind", "status");
        var metadata = resource.requiredObject("metadata", MetadataReader::read);
        return resource.requiredObject("spec", spec -> read(resource.where(), metadata, spec));
    }

    private static ServiceEntry read(Where where, Metadata metadata, Fields spec) {
        return new ServiceEntry(
                where,
                metadata,
                spec.requiredTexts("hosts", 1, 256),
                spec.texts("addresses", 256, 64),
                spec.objects("ports", 256, ServiceEntryReader::port),
                spec.choice("location", ServiceEntry.Location.values()),
                spec.choice("resolution", ServiceEntry.Resolution.values()),
                spec.objects("endpoints", 4096, EndpointReader::read),
                spec.object("workloadSelector", ServiceEntryReader::workloadSelector),
                spec.texts("exportTo"),
                spec.texts("subjectAltNames"));
    }

    private static ServiceEntry.Port port(Fields fields) {
        return new ServiceEntry.Port(
                fields.where(),
                fields.requiredUnsigned("number"),
                fields.requiredText("name", 256),
                fields.text("protocol", 256),
                fields.unsigned("targetPort"));
    }

    private static ServiceEntry.WorkloadSelector workloadSelector(Fields fields) {
        return new ServiceEntry.WorkloadSelector(fields.where(), fields.textMap("labels", 256, 63));
    }
}
