package io.sallyport.istio;

/**
 * One Istio resource exactly as it was written: what is absent in the file is null or empty here, never a default.
 */
public sealed interface Resource
        permits ServiceEntry, VirtualService, DestinationRule, Gateway, Sidecar, WorkloadEntry, MeshConfig {
    /** Position of the resource's own mapping; field paths start here ({@code spec.hosts[0]}). */
    Where where();

    /** Name, namespace, labels and annotations. */
    Metadata metadata();

    /** The Kubernetes kind, such as {@code ServiceEntry}. */
    default String kind() {
        return switch (this) {
            case ServiceEntry ignored -> ServiceEntry.KIND;
            case VirtualService ignored -> VirtualService.KIND;
            case DestinationRule ignored -> DestinationRule.KIND;
            case Gateway ignored -> Gateway.KIND;
            case Sidecar ignored -> Sidecar.KIND;
            case WorkloadEntry ignored -> WorkloadEntry.KIND;
            case MeshConfig ignored -> MeshConfig.KIND;
        };
    }

    /** Position of {@code spec}, from which the fields that the records name can be pointed at. */
    default Where spec() {
        return where().field("spec");
    }

    /** {@code Kind namespace/name}, or {@code Kind name} where no namespace was written. */
    default String title() {
        return kind() + " " + metadata().qualifiedName();
    }
}
