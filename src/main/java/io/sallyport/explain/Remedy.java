package io.sallyport.explain;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.IpLiteral;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.Service;
import io.sallyport.policy.VirtualHost;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The ServiceEntry that would allow a denied request, and no more than it: whole, so that it can be applied or dropped
 * into the folder as it is. What a caller sends is echoed into YAML only where it is a plain name or an address.
 */
final class Remedy {

    private static final int HTTPS = 443;
    private static final int LONGEST_NAME = 50;

    private Remedy() {}

    /** Lists the host and the port asked for; null where the host is no name. */
    static @Nullable String host(RequestHead head) {
        return SafeText.isName(head.host()) ? entry(name(head.host()), null, head.host(), "", "DNS", "", head) : null;
    }

    /** Lists the address and the port asked for; null where it is no address in its one spelling. */
    static @Nullable String address(RequestHead head) {
        if (IpLiteral.parse(head.host()) == null) {
            return null;
        }
        // An entry needs a host; a name under .invalid is never resolved, so it opens nothing (RFC 6761).
        String name = "address-" + name(head.host());
        return entry(name, null, name + ".invalid", "  addresses:\n  - \"" + head.host() + "\"\n", "NONE", "", head);
    }

    /**
     * Adds the port to a listed host: an entry of the same host, which is merged with the one that is there and goes
     * where that goes.
     */
    static @Nullable String port(RequestHead head, VirtualHost host) {
        Service service = host.service();
        if (service == null) {
            return host(head);
        }
        String bare = service.host().startsWith("*.") ? service.host().substring(2) : service.host();
        if (!SafeText.isName(bare)) {
            return null;
        }
        String name = name(service.host().replace("*", "wildcard")) + "-" + head.port();
        if (name.equals(service.entry())) {
            name += "-more";
        }
        Cluster sibling = sibling(host);
        String resolution = sibling == null
                ? service.isWildcard() ? "NONE" : "DNS"
                : switch (sibling.discovery()) {
                    case REQUESTED -> "NONE";
                    case STATIC -> "STATIC";
                    case DNS -> "DNS";
                };
        String endpoints = sibling == null ? "" : endpoints(sibling, service.host());
        return entry(name, service.namespace(), service.host(), "", resolution, endpoints, head);
    }

    private static @Nullable Cluster sibling(VirtualHost host) {
        return host.ports().values().stream()
                .map(PortPolicy::cluster)
                .filter(cluster -> cluster != null)
                .findFirst()
                .orElse(null);
    }

    private static String endpoints(Cluster sibling, String host) {
        List<String> addresses = sibling.endpoints().stream()
                .map(Endpoint::address)
                .filter(address -> !address.equals(host))
                .distinct()
                .toList();
        StringBuilder yaml = new StringBuilder(addresses.isEmpty() ? "" : "  endpoints:\n");
        addresses.forEach(
                address -> yaml.append("  - address: \"").append(address).append("\"\n"));
        return yaml.toString();
    }

    private static String entry(
            String name,
            @Nullable String namespace,
            String host,
            String addresses,
            String resolution,
            String endpoints,
            RequestHead head) {
        String protocol = switch (head.form()) {
            case HTTP -> "HTTP";
            case TUNNEL -> head.port() == HTTPS ? "HTTPS" : "TLS";
        };
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata:
                  name: %s
                %sspec:
                  hosts:
                  - "%s"
                %s  location: MESH_EXTERNAL
                  resolution: %s
                %s  ports:
                  - number: %d
                    name: %s-%d
                    protocol: %s
                """.formatted(
                        name,
                        namespace == null ? "" : "  namespace: " + namespace + "\n",
                        host,
                        addresses,
                        resolution,
                        endpoints,
                        head.port(),
                        protocol.toLowerCase(Locale.ROOT),
                        head.port(),
                        protocol);
    }

    /** The name of a Kubernetes object (RFC 1123 label) made of a host. */
    private static String name(String host) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < host.length() && name.length() < LONGEST_NAME; i++) {
            char c = host.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (plain || (!name.isEmpty() && name.charAt(name.length() - 1) != '-')) {
                name.append(plain ? c : '-');
            }
        }
        while (!name.isEmpty() && name.charAt(name.length() - 1) == '-') {
            name.setLength(name.length() - 1);
        }
        return name.isEmpty() ? "host" : name.toString();
    }
}
