package io.sallyport.compile;

import io.sallyport.policy.AddressIndex;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.HttpRoute;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.ListedRange;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.PathNormalization;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.Protocol;
import io.sallyport.policy.RetryPolicy;
import io.sallyport.policy.Service;
import io.sallyport.policy.ServicePort;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.TunnelRoute;
import io.sallyport.policy.VirtualHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts together what applies to each host: its ports first, then the routes of its VirtualService. */
final class HostCompiler {

    /** A host while routes are added. */
    private record Draft(@Nullable Service service, Map<Integer, PortPolicy> ports) {

        /** The ports that may be asked for: 80, too, where it is not listed and a port that begins TLS stands in. */
        Map<Integer, PortPolicy> asked() {
            PortPolicy standIn = ports.values().stream()
                    .filter(policy -> policy.port().https() == HttpsHandling.ORIGINATE)
                    .min(Comparator.comparing(policy -> policy.port().number() != HTTPS))
                    .orElse(null);
            if (standIn == null || ports.containsKey(HTTP)) {
                return ports;
            }
            Map<Integer, PortPolicy> asked = new TreeMap<>(ports);
            asked.put(HTTP, standIn);
            return asked;
        }
    }

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private static final String CLUSTER_LOCAL = ".svc.cluster.local";

    private final Registry registry;
    private final RetryPolicy defaultRetries;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    /** @param retries what requests without a VirtualService get */
    HostCompiler(Registry registry, RetryCompiler retries) {
        this.registry = registry;
        this.defaultRetries = retries.compile(null);
        for (ListedHost listed : registry.open()) {
            put(listed.host, listed);
        }
    }

    boolean has(String host) {
        return drafts.containsKey(host);
    }

    List<String> names() {
        return new ArrayList<>(drafts.keySet());
    }

    /** The ports of a host that requests are read on. */
    List<Integer> httpPorts(String host) {
        Draft draft = drafts.get(host);
        return draft == null
                ? List.of()
                : draft.ports().values().stream()
                        .filter(policy -> policy.port().isRead())
                        .map(policy -> policy.port().number())
                        .toList();
    }

    /** The ports of a host that are reached through tunnels. */
    List<ServicePort> tunnelledPorts(String host) {
        Draft draft = drafts.get(host);
        return draft == null
                ? List.of()
                : draft.ports().values().stream()
                        .map(PortPolicy::port)
                        .filter(ServicePort::isTunnelled)
                        .toList();
    }

    /** A host that only a VirtualService names: reachable on the ports of the listed host that covers it, if any. */
    void addUnlisted(String host) {
        ListedHost covering = registry.covering(host);
        if (covering != null) {
            put(host, covering);
            return;
        }
        Map<Integer, PortPolicy> ports = new TreeMap<>();
        for (int number : registry.httpPorts()) {
            ServicePort port = new ServicePort(number, "http", Protocol.HTTP, number);
            ports.put(number, new PortPolicy(port, List.of(), null, defaultRetries));
        }
        drafts.put(host, new Draft(null, ports));
    }

    /** Sets the routes of one port of a host. */
    void route(String host, int number, List<HttpRoute> routes) {
        Draft draft = drafts.get(host);
        if (draft != null) {
            draft.ports().computeIfPresent(number, (ignored, policy) -> policy.withRoutes(routes));
        }
    }

    /** Sets the routes for tunnels to one port of a host. */
    void routeTunnels(String host, int number, List<TunnelRoute> routes) {
        Draft draft = drafts.get(host);
        if (draft != null) {
            draft.ports().computeIfPresent(number, (ignored, policy) -> policy.withTunnelRoutes(routes));
        }
    }

    /** Bounds the time of tunnels to one port of a host. */
    void boundTunnels(String host, int number, Duration timeout) {
        Draft draft = drafts.get(host);
        if (draft != null) {
            draft.ports().computeIfPresent(number, (ignored, policy) -> policy.withTunnelTimeout(timeout));
        }
    }

    /** @param options for whom it is */
    Snapshot snapshot(OutboundPolicy outboundPolicy, PathNormalization pathNormalization, CompileOptions options) {
        Map<String, VirtualHost> hosts = new LinkedHashMap<>();
        drafts.forEach((host, draft) -> {
            if (draft.service() == null) {
                // No entry lists it: without routes there is nothing to ask for.
                draft.ports()
                        .values()
                        .removeIf(policy -> policy.routes().isEmpty()
                                && policy.tunnelRoutes().isEmpty());
            }
            if (draft.service() != null || !draft.ports().isEmpty()) {
                hosts.put(host, new VirtualHost(host, draft.service(), draft.asked()));
            }
        });
        List<ListedRange> ranges = new ArrayList<>();
        for (ListedHost listed : registry.open()) {
            VirtualHost host = hosts.get(listed.host);
            if (host != null && !listed.addresses().isEmpty()) {
                VirtualHost addressed = addressed(listed, host);
                listed.addresses().forEach(range -> ranges.add(new ListedRange(range, addressed)));
            }
        }
        addShortNames(hosts, options.namespace());
        return new Snapshot(
                outboundPolicy, new HostIndex<>(hosts), new AddressIndex(ranges), pathNormalization, options.outward());
    }

    private VirtualHost addressed(ListedHost listed, VirtualHost host) {
        Map<Integer, PortPolicy> ports = new TreeMap<>();
        host.ports().forEach((number, policy) -> {
            ListedHost.Port port = listed.port(policy.port().number());
            Decision.Forward named = policy.unrouted();
            ports.put(number, port == null || named == null ? policy : addressed(listed, port, policy, named));
        });
        return new VirtualHost(host.host(), host.service(), ports);
    }

    private PortPolicy addressed(ListedHost listed, ListedHost.Port port, PortPolicy policy, Decision.Forward named) {
        Cluster cluster = registry.addressed(listed, port, named.cluster());
        PortPolicy addressed = policy.tunnel() == null ? policy : policy.withTunnel(port.tunnels.addressed());
        return addressed.withUnrouted(new Decision.Forward(cluster, named.route(), named.timeout(), named.retries()));
    }

    /** A Kubernetes service may be asked for by less than its full name, as far as the namespace leaves no doubt. */
    private void addShortNames(Map<String, VirtualHost> hosts, String namespace) {
        for (VirtualHost host : List.copyOf(hosts.values())) {
            String full = host.host();
            if (!full.endsWith(CLUSTER_LOCAL) || full.startsWith("*")) {
                continue;
            }
            String inNamespace = full.substring(0, full.length() - CLUSTER_LOCAL.length());
            hosts.putIfAbsent(inNamespace + ".svc", host);
            hosts.putIfAbsent(inNamespace, host);
            if (inNamespace.endsWith("." + namespace)) {
                hosts.putIfAbsent(inNamespace.substring(0, inNamespace.length() - namespace.length() - 1), host);
            }
        }
    }

    private void put(String host, ListedHost listed) {
        Map<Integer, PortPolicy> ports = new TreeMap<>();
        for (ListedHost.Port port : listed.ports()) {
            if (!port.open) {
                continue;
            }
            boolean refused = registry.policy(listed, port.port, null).isRefused();
            PortPolicy policy = new PortPolicy(
                    port.port,
                    List.of(),
                    refused ? null : registry.cluster(listed, port, null, Map.of()),
                    defaultRetries);
            ports.put(port.port.number(), port.port.isTunnelled() ? policy.withTunnel(port.tunnels.named()) : policy);
        }
        drafts.put(host, new Draft(listed.service(), ports));
    }
}
