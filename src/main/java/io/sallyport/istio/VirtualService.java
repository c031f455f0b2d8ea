package io.sallyport.istio;

import java.util.List;

/**
 * Routing rules for hosts (Istio {@code networking.istio.io VirtualService}); lists keep the order of the file, in
 * which the first match wins.
 *
 * @param hosts destinations that the rules apply to; empty only for a delegate
 * @param gateways gateways and {@code mesh} that the rules apply to
 * @param exportTo namespaces that see the rules
 */
public record VirtualService(
        Where where,
        Metadata metadata,
        List<String> hosts,
        List<String> gateways,
        List<HttpRoute> http,
        List<TlsRoute> tls,
        List<TcpRoute> tcp,
        List<String> exportTo)
        implements Resource {
    /** The Kubernetes kind of these resources. */
    public static final String KIND = "VirtualService";

    public VirtualService {
        hosts = List.copyOf(hosts);
        gateways = List.copyOf(gateways);
        http = List.copyOf(http);
        tls = List.copyOf(tls);
        tcp = List.copyOf(tcp);
        exportTo = List.copyOf(exportTo);
    }
}
