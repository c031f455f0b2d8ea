package io.sallyport.exchange;

/**
 * Who calls, as the {@code source_*} labels of Istio's metrics name it.
 *
 * <p>An empty value becomes the default, because Prometheus takes an empty label for a missing one, and Kiali drops
 * series that miss a label.
 *
 * @param workload {@code source_workload}, default {@code unknown}
 * @param canonicalService {@code source_canonical_service}, default {@code unknown}
 * @param canonicalRevision {@code source_canonical_revision}, default {@code latest}
 * @param namespace {@code source_workload_namespace}, default {@code unknown}
 * @param app {@code source_app}, default {@code unknown}
 * @param version {@code source_version}, default {@code unknown}
 * @param principal {@code source_principal}, a SPIFFE id, default {@code unknown}
 * @param cluster {@code source_cluster} and {@code destination_cluster}, default {@code Kubernetes}: Istio's own
 *     default, since Kiali drops callers of an unknown cluster
 */
public record CallerLabels(
        String workload,
        String canonicalService,
        String canonicalRevision,
        String namespace,
        String app,
        String version,
        String principal,
        String cluster) {

    /** Every label at its default. */
    public static final CallerLabels UNKNOWN = new CallerLabels("", "", "", "", "", "", "", "");

    /** What stands where nothing is known. */
    public static final String NOT_KNOWN = "unknown";
    /** Istio's canonical revision of what has no version. */
    public static final String LATEST = "latest";

    public CallerLabels {
        workload = or(workload, NOT_KNOWN);
        canonicalService = or(canonicalService, NOT_KNOWN);
        canonicalRevision = or(canonicalRevision, LATEST);
        namespace = or(namespace, NOT_KNOWN);
        app = or(app, NOT_KNOWN);
        version = or(version, NOT_KNOWN);
        principal = or(principal, NOT_KNOWN);
        cluster = or(cluster, "Kubernetes");
    }

    private static String or(String value, String fallback) {
        return value.isBlank() ? fallback : value;
    }
}
