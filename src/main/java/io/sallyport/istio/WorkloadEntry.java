package io.sallyport.istio;

/**
 * One workload outside Kubernetes, an endpoint of the ServiceEntries that select it (Istio {@code networking.istio.io
 * WorkloadEntry}).
 *
 * @param endpoint the whole {@code spec}
 */
public record WorkloadEntry(Where where, Metadata metadata, Endpoint endpoint) implements Resource {
    /** The Kubernetes kind of these resources. */
    public static final String KIND = "WorkloadEntry";
}
