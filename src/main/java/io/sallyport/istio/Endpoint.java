package io.sallyport.istio;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One address that serves a ServiceEntry's hosts (Istio {@code WorkloadEntry} as a ServiceEntry embeds it).
 *
 * @param address IP address, DNS name or {@code unix://} path, at most 256 characters
 * @param ports port number by port name, for ports that differ from the service's
 * @param locality {@code region/zone/subzone}
 * @param weight share of traffic among endpoints, 0 to 4294967295
 */
public record Endpoint(
        Where where,
        @Nullable String address,
        Map<String, Long> ports,
        Map<String, String> labels,
        @Nullable String network,
        @Nullable String locality,
        @Nullable Long weight,
        @Nullable String serviceAccount) {
    public Endpoint {
        ports = Copies.inOrder(ports);
        labels = Copies.inOrder(labels);
    }
}
