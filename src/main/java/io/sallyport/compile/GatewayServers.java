package io.sallyport.compile;

import io.sallyport.istio.Gateway;
import java.util.ArrayList;
import java.util.List;

/** The hosts that one Gateway serves HTTP for, by port. */
final class GatewayServers {

    /**
     * One host of a server.
     *
     * @param namespace that of the VirtualServices it is for, or {@code *}
     */
    private record Served(int port, String namespace, String host) {}

    private static final String EVERY = "*";

    private final List<Served> served = new ArrayList<>();

    /** @param namespace the Gateway's own, which a dot means */
    GatewayServers(Gateway gateway, String namespace) {
        for (Gateway.Server server : gateway.servers()) {
            if (!servesHttp(server)) {
                continue;
            }
            for (String written : server.hosts()) {
                int slash = written.indexOf('/');
                String scope = slash < 0 ? EVERY : written.substring(0, slash);
                served.add(new Served(
                        (int) server.port().number(),
                        scope.equals(".") ? namespace : scope,
                        HostNames.normal(written.substring(slash + 1))));
            }
        }
    }

    /** Whether requests are read: HTTP, or HTTPS that ends here. */
    private static boolean servesHttp(Gateway.Server server) {
        boolean ends = server.tls() != null && !ServerTlsCheck.passesThrough(server.tls());
        String protocol = server.port().protocol();
        return ListenerChecks.isHttp(server.port()) || (ends && "https".equalsIgnoreCase(protocol));
    }

    /** The ports that requests are read on. */
    List<Integer> ports() {
        return served.stream().map(Served::port).distinct().toList();
    }

    /** What of a host of a VirtualService is served on any port: the narrower of its name and the Gateway's. */
    List<String> common(String namespace, String host) {
        return served.stream()
                .filter(one -> isFor(one, namespace) && HostPattern.overlap(one.host(), host))
                .map(one -> HostPattern.narrower(one.host(), host))
                .distinct()
                .toList();
    }

    /** Whether a VirtualService of the namespace gets the requests for a host and port. */
    boolean serves(String namespace, String host, int port) {
        return served.stream()
                .anyMatch(one -> one.port() == port && isFor(one, namespace) && HostPattern.covers(one.host(), host));
    }

    private static boolean isFor(Served one, String namespace) {
        return one.namespace().equals(EVERY) || one.namespace().equals(namespace);
    }
}
