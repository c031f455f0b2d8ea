package io.sallyport.compile;

import io.sallyport.policy.OutboundPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the Sidecar that applies to the callers lets them see. Without a Sidecar, or without {@code egress} in it, that is
 * everything.
 *
 * <p>A host that is not shown cannot be asked for, yet routes that are shown may lead to it.
 */
final class SidecarScope {

    /** No Sidecar applies. */
    static final SidecarScope EVERYTHING = new SidecarScope(List.of(), null);

    /**
     * One egress listener.
     *
     * @param port the port it is for; null for all that no other listener names
     * @param proxy whether it is a proxy by itself, whose hosts are reached on all their ports
     */
    record Listener(@Nullable Integer port, boolean proxy, EgressHosts hosts) {}

    private final boolean everything;
    private final Map<Integer, Listener> byPort = new HashMap<>();
    private final List<Listener> proxies = new ArrayList<>();
    private @Nullable Listener rest;
    private final @Nullable OutboundPolicy outboundPolicy;

    /** @param outboundPolicy null where the Sidecar leaves it to the process */
    SidecarScope(List<Listener> listeners, @Nullable OutboundPolicy outboundPolicy) {
        this.everything = listeners.isEmpty();
        this.outboundPolicy = outboundPolicy;
        for (Listener listener : listeners) {
            if (listener.proxy()) {
                proxies.add(listener);
            } else if (listener.port() == null) {
                rest = listener;
            } else {
                byPort.putIfAbsent(listener.port(), listener);
            }
        }
    }

    /** Whether there is nothing to ask. */
    boolean showsEverything() {
        return everything;
    }

    /** Whether it shows other things for other ports. */
    boolean differsByPort() {
        return !byPort.isEmpty();
    }

    /** Whether the port of a service can be asked for. */
    boolean showsService(String namespace, String host, int port) {
        return listeners(port).stream().anyMatch(listener -> listener.hosts().showsService(namespace, host));
    }

    /** Whether routes for any of the hosts apply to requests for the port. */
    boolean showsRoutes(String namespace, List<String> hosts, int port) {
        return listeners(port).stream().anyMatch(listener -> shows(listener, namespace, hosts));
    }

    /** Whether routes for any of the hosts apply on any port. */
    boolean showsRoutes(String namespace, List<String> hosts) {
        List<Listener> all = new ArrayList<>(proxies);
        all.addAll(byPort.values());
        if (rest != null) {
            all.add(rest);
        }
        return all.stream().anyMatch(listener -> shows(listener, namespace, hosts));
    }

    /** What becomes of hosts that are not listed. */
    OutboundPolicy outboundPolicy(OutboundPolicy otherwise) {
        return outboundPolicy == null ? otherwise : outboundPolicy;
    }

    private static boolean shows(Listener listener, String namespace, List<String> hosts) {
        return hosts.stream().anyMatch(host -> listener.hosts().showsRoutes(namespace, host));
    }

    private List<Listener> listeners(int port) {
        List<Listener> listeners = new ArrayList<>(proxies);
        Listener own = byPort.getOrDefault(port, rest);
        if (own != null) {
            listeners.add(own);
        }
        return listeners;
    }
}
