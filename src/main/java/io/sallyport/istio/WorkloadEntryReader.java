package io.sallyport.istio;

/** Reads a WorkloadEntry. */
final class WorkloadEntryReader {
    private WorkloadEntryReader() {}

    static WorkloadEntry read(Fields resource) {
        resource.ignore("apiVersion", "kind", "status");
        return new WorkloadEntry(
                resource.where(),
                resource.requiredObject("metadata", MetadataReader::read),
                resource.requiredObject("spec", EndpointReader::read));
    }
}
