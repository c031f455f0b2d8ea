package io.sallyport.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The kinds of Istio's networking API that bear on egress. */
enum WatchedKind {
    SERVICE_ENTRY("ServiceEntry", "serviceentries"),
    VIRTUAL_SERVICE("VirtualService", "virtualservices"),
    DESTINATION_RULE("DestinationRule", "destinationrules"),
    WORKLOAD_ENTRY("WorkloadEntry", "workloadentries"),
    SIDECAR("Sidecar", "sidecars"),
    GATEWAY("Gateway", "gateways");

    /** The group of all of them. */
    static final String GROUP = "networking.istio.io";

    private final String kind;
    private final String plural;

    WatchedKind(String kind, String plural) {
        this.kind = kind;
        this.plural = plural;
    }

    /** As in {@code kind:}. */
    String kind() {
        return kind;
    }

    /** Where the API serves it, in one of the group's versions. */
    ResourceDefinitionContext context(String version) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
