package io.sallyport.policy;

import java.util.Map;

/**
 * Somewhere a cluster's requests may go (Istio: {@code WorkloadEntry} in {@code endpoints}).
 *
 * @param address an IP address or a host name to resolve
 * @param port the port to connect to, 1 to 65535
 * @param weight its share among its siblings, 1 or more
 * @param labels for subsets
 * @param locality {@code region/zone/sub-zone}, empty where none is known
 * @param listed whether the operator wrote this very IP address, so that the address guard lets it pass
 */
public record Endpoint(
        String address, int port, int weight, Map<String, String> labels, String locality, boolean listed) {

    public Endpoint {
        labels = Map.copyOf(labels);
    }

    /** An endpoint whose locality is not known. */
    public Endpoint(String address, int port, int weight, Map<String, String> labels, boolean listed) {
        this(address, port, weight, labels, "", listed);
    }
}
