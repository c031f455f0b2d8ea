package io.sallyport.telemetry;

import io.sallyport.exchange.CallerLabels;
import java.util.ArrayList;
import java.util.List;

/** The labels of Istio's standard metrics as a client's sidecar reports them, and their values. */
final class IstioLabels {

    private static final List<String> COMMON = List.of(
            "reporter",
            "source_workload",
            "source_canonical_service",
            "source_canonical_revision",
            "source_workload_namespace",
            "source_principal",
            "source_app",
            "source_version",
            "source_cluster",
            "destination_workload",
            "destination_workload_namespace",
            "destination_principal",
            "destination_app",
            "destination_version",
            "destination_canonical_service",
            "destination_canonical_revision",
            "destination_service_namespace",
            "destination_cluster",
            "connection_security_policy",
            "destination_service",
            "destination_service_name",
            "request_protocol",
            "response_flags");

    /** Of tunnels. */
    static final List<String> TCP = COMMON;

    /** Of requests. */
    static final List<String> HTTP = and(COMMON, "response_code", "grpc_response_status");

    /** Of a histogram's buckets. */
    static final List<String> HTTP_BUCKET = and(HTTP, "le");

    private IstioLabels() {}

    static List<String> values(RequestSeries.Key key) {
        return and(
                common(key.caller(), key.serviceName(), key.grpc() ? "grpc" : "http", key.flags()),
                Integer.toString(key.code()),
                key.grpcStatus());
    }

    static List<String> values(TunnelSeries.Key key) {
        return common(key.caller(), key.serviceName(), "tcp", key.flags());
    }

    private static List<String> common(CallerLabels caller, String serviceName, String protocol, String flags) {
        String unknown = CallerLabels.NOT_KNOWN;
        // Outside the mesh nothing is known of a destination; Kiali looks external services up under these words.
        return List.of(
                "source",
                caller.workload(),
                caller.canonicalService(),
                caller.canonicalRevision(),
                caller.namespace(),
                caller.principal(),
                caller.app(),
                caller.version(),
                caller.cluster(),
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                unknown,
                CallerLabels.LATEST,
                unknown,
                caller.cluster(),
                unknown,
                Destination.service(serviceName),
                serviceName,
                protocol,
                flags);
    }

    static List<String> and(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first.size() + more.length);
        all.addAll(first);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
