package io.sallyport.istio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hosts outside the mesh that callers may reach (Istio {@code networking.istio.io ServiceEntry}).
 *
 * @param hosts DNS names, a leading {@code *.} allowed; 1 to 256
 * @param addresses virtual IP addresses or CIDR ranges, at most 256 of at most 64 characters
 * @param ports ports that the hosts listen on, at most 256
 * @param endpoints static addresses of the hosts, at most 4096
 * @param exportTo namespaces that see the entry
 * @param subjectAltNames names accepted in the server's certificate
 */
public record ServiceEntry(
        Where where,
        Metadata metadata,
        List<String> hosts,
        List<String> addresses,
        List<Port> ports,
        @Nullable Location location,
        @Nullable Resolution resolution,
        List<Endpoint> endpoints,
        @Nullable WorkloadSelector workloadSelector,
        List<String> exportTo,
        List<String> subjectAltNames)
        implements Resource {
    /** The Kubernetes kind of these resources. */
    public static final String KIND = "ServiceEntry";

    public ServiceEntry {
        hosts = List.copyOf(hosts);
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
        exportTo = List.copyOf(exportTo);
        subjectAltNames = List.copyOf(subjectAltNames);
    }

    /** Whether the service counts as part of the mesh. */
    public enum Location {
        MESH_EXTERNAL,
        MESH_INTERNAL
    }

    /** How the addresses of the hosts are found. */
    public enum Resolution {
        NONE,
        STATIC,
        DNS,
        DNS_ROUND_ROBIN,
        DYNAMIC_DNS
    }

    /**
     * One port of the hosts (Istio {@code ServicePort}).
     *
     * @param number as written, 0 to 4294967295 by type; that it is a port is checked later
     * @param name unique among the entry's ports, at most 256 characters
     * @param protocol as written, any case, not yet checked
     * @param targetPort port of the endpoint where it differs, range as for number
     */
    public record Port(
            Where where,
            long number,
            String name,
            @Nullable String protocol,
            @Nullable Long targetPort) {}

    /** Labels of the workloads that serve the hosts. */
    public record WorkloadSelector(Where where, Map<String, String> labels) {
        public WorkloadSelector {
            labels = Copies.inOrder(labels);
        }
    }
}
