package io.sallyport.istio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the workloads of a namespace accept and what they may reach (Istio {@code networking.istio.io Sidecar}).
 *
 * @param workloadSelector null where the whole namespace is meant
 * @param ingress listeners for what comes in
 * @param egress listeners for what goes out; none means everything is reachable
 * @param inboundConnectionPool bounds on what comes in
 */
public record Sidecar(
        Where where,
        Metadata metadata,
        @Nullable WorkloadSelector workloadSelector,
        List<IngressListener> ingress,
        List<EgressListener> egress,
        @Nullable ConnectionPoolSettings inboundConnectionPool,
        @Nullable OutboundTrafficPolicy outboundTrafficPolicy)
        implements Resource {
    /** The Kubernetes kind of these resources. */
    public static final String KIND = "Sidecar";

    public Sidecar {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    /** Labels of the workloads that are meant. */
    public record WorkloadSelector(Where where, Map<String, String> labels) {
        public WorkloadSelector {
            labels = Copies.inOrder(labels);
        }
    }

    /**
     * A port on which a workload accepts traffic.
     *
     * @param bind IP address to listen on
     * @param defaultEndpoint where the workload itself listens: loopback address and port, or {@code unix://} path
     */
    public record IngressListener(
            Where where,
            ListenerPort port,
            @Nullable String bind,
            @Nullable CaptureMode captureMode,
            @Nullable String defaultEndpoint,
            @Nullable ServerTlsSettings tls,
            @Nullable ConnectionPoolSettings connectionPool) {}

    /**
     * Hosts that workloads may reach.
     *
     * @param port the port that the hosts are reached on; null means all that no other listener names
     * @param bind IP address or {@code unix://} path to listen on
     * @param hosts names after a namespace and a slash; {@code *}, {@code .} and {@code ~} are namespaces, too
     */
    public record EgressListener(
            Where where,
            @Nullable ListenerPort port,
            @Nullable String bind,
            @Nullable CaptureMode captureMode,
            List<String> hosts) {
        public EgressListener {
            hosts = List.copyOf(hosts);
        }
    }

    /** How traffic comes to a listener. */
    public enum CaptureMode {
        DEFAULT,
        IPTABLES,
        NONE
    }

    /**
     * What becomes of hosts that are not listed.
     *
     * @param egressProxy where traffic to them goes
     */
    public record OutboundTrafficPolicy(
            Where where, @Nullable Mode mode, @Nullable Destination egressProxy) {
        /** Whether they are reachable. */
        public enum Mode {
            REGISTRY_ONLY,
            ALLOW_ANY
        }
    }
}
