package io.sallyport.compile;

import io.sallyport.istio.LoadBalancerSettings;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.ServicePort;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All listed hosts, and the clusters behind their ports.
 *
 * <p>Fails safe: where a DestinationRule asks for a connection of a kind that is not made here, there is no cluster, and
 * requests are refused instead of sent in the clear.
 */
final class Registry {

    private static final int HTTP = 80;

    private final Map<String, ListedHost> byHost;
    private final Collection<ListedHost> open;
    private final HostIndex<ListedHost> index;
    private final DestinationRules rules;
    private final String locality;
    private final Set<Integer> httpPorts = new TreeSet<>(Set.of(HTTP));
    /** One cluster by that name, so that all routes share its connections. */
    private final Map<String, Cluster> clusters = new HashMap<>();

    /**
     * @param more HTTP ports beside those that entries list
     * @param locality where we run; empty when not known
     */
    Registry(Map<String, ListedHost> byHost, DestinationRules rules, Set<Integer> more, String locality) {
        httpPorts.addAll(more);
        this.byHost = new LinkedHashMap<>(byHost);
        Map<String, ListedHost> open = new LinkedHashMap<>(byHost);
        open.values().removeIf(listed -> !listed.isOpen());
        this.open = open.values();
        this.index = new HostIndex<>(open);
        this.rules = rules;
        this.locality = locality;
        for (ListedHost listed : this.open) {
            for (ListedHost.Port port : listed.ports()) {
                if (port.open && port.port.protocol().isHttp()) {
                    httpPorts.add(port.port.number());
                }
            }
        }
    }

    /** The hosts that requests may ask for. */
    Collection<ListedHost> open() {
        return open;
    }

    /** The host by the name it is listed with, wildcards among them; null when it is not. */
    @Nullable
    ListedHost find(String host) {
        return byHost.get(host);
    }

    /** The most specific open host that covers the name; null when none does. */
    @Nullable
    ListedHost covering(String host) {
        return index.find(host);
    }

    /** The listed name of what a resource in the namespace means by a host. */
    String resolved(String host, String namespace) {
        String full = HostNames.qualified(host, namespace);
        String written = HostNames.normal(host);
        return byHost.containsKey(full) || !byHost.containsKey(written) ? full : written;
    }

    /** The numbers of all open HTTP ports, 80 among them. */
    Set<Integer> httpPorts() {
        return httpPorts;
    }

    /** What DestinationRules say of a port, or of a subset of its endpoints. */
    EffectivePolicy policy(ListedHost listed, ServicePort port, @Nullable String subset) {
        return rules.policy(listed, port.number(), subset);
    }

    /** The subset's labels; null when no DestinationRule names it. */
    @Nullable
    Map<String, String> subset(ListedHost listed, String subset) {
        return rules.subset(listed, subset);
    }

    /** The cluster of a listed port, all its endpoints or those with the labels. */
    Cluster cluster(ListedHost listed, ListedHost.Port port, @Nullable String subset, Map<String, String> labels) {
        int number = port.port.number();
        String name = "outbound|" + number + "|" + (subset == null ? "" : subset) + "|" + listed.host;
        return clusters.computeIfAbsent(name, ignored -> {
            if (goesWhereAsked(listed, port, subset)) {
                return asked(name, listed, port, subset);
            }
            List<Endpoint> endpoints = port.endpoints().stream()
                    .filter(endpoint -> endpoint.labels().entrySet().containsAll(labels.entrySet()))
                    .toList();
            return cluster(name, listed, port, subset, port.discovery(), endpoints);
        });
    }

    /** A name that is known is what a route to it means, whatever host the request named. */
    private Cluster asked(String name, ListedHost listed, ListedHost.Port port, @Nullable String subset) {
        if (listed.host.startsWith("*")) {
            return cluster(name, listed, port, subset, Discovery.REQUESTED, List.of());
        }
        boolean balanced = port.discovery() != Discovery.REQUESTED;
        // Balancing by PASSTHROUGH knows the port that was asked for, and no endpoint's.
        int number = balanced ? port.port.number() : port.port.targetPort();
        Endpoint only = new Endpoint(listed.host, number, 1, Map.of(), false);
        return cluster(name, listed, port, subset, Discovery.DNS, List.of(only));
    }

    /** Whether requests go to the host they name: by the entry's resolution, or since a rule says PASSTHROUGH. */
    boolean goesWhereAsked(ListedHost listed, ListedHost.Port port, @Nullable String subset) {
        LoadBalancerSettings settings =
                rules.policy(listed, port.port.number(), subset).loadBalancer();
        return port.discovery() == Discovery.REQUESTED
                || (settings != null
                        && settings.policy() instanceof LoadBalancerSettings.Simple simple
                        && simple.algorithm() == LoadBalancerSettings.SimpleLoadBalancer.PASSTHROUGH);
    }

    /** The cluster for requests that name an address the entry lists: where it goes by name, it goes to the address. */
    Cluster addressed(ListedHost listed, ListedHost.Port port, Cluster named) {
        return goesWhereAsked(listed, port, null)
                ? new Cluster(
                        named.name(),
                        listed.service(),
                        Discovery.REQUESTED,
                        List.of(),
                        named.port(),
                        listed.addresses(),
                        named.settings())
                : named;
    }

    private Cluster cluster(
            String name,
            ListedHost listed,
            ListedHost.Port port,
            @Nullable String subset,
            Discovery discovery,
            List<Endpoint> endpoints) {
        EffectivePolicy policy = rules.policy(listed, port.port.number(), subset);
        return new Cluster(
                name,
                listed.service(),
                discovery,
                endpoints,
                port.discovery() != Discovery.REQUESTED && discovery == Discovery.REQUESTED
                        ? port.port.number()
                        : port.port.targetPort(),
                listed.addresses(),
                ClusterSettingsCompiler.compile(
                        rules.title(listed),
                        policy,
                        port.port.protocol(),
                        endpoints,
                        listed.subjectAltNames(),
                        locality,
                        port.port.https()));
    }
}
