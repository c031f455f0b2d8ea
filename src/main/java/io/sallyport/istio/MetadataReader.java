package io.sallyport.istio;

/** Reads the metadata of a resource; what Kubernetes keeps there for itself is passed over. */
final class MetadataReader {
    private MetadataReader() {}

    static Metadata read(Fields fields) {
        fields.mayBeNull("namespace", "labels", "annotations", "creationTimestamp");
        fields.ignore(
                "uid",
                "resourceVersion",
                "generation",
                "generateName",
                "managedFields",
                "ownerReferences",
                "finalizers",
                "selfLink",
                "deletionTimestamp",
                "deletionGracePeriodSeconds");
        return new Metadata(
                fields.where(),
                fields.requiredText("name"),
                fields.text("namespace"),
                fields.textMap("labels"),
                fields.textMap("annotations"),
                fields.instant("creationTimestamp"));
    }
}
