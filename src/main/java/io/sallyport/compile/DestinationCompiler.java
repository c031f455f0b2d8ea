package io.sallyport.compile;

import io.sallyport.istio.Destination;
import io.sallyport.istio.VirtualService;
import io.sallyport.istio.Where;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.HttpsHandling;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the clusters that the destinations of one VirtualService mean. */
final class DestinationCompiler {

    /** What is sent there, with what becomes of it where there is no such destination. */
    private enum Use {
        REQUESTS("requests routed there get 503"),
        COPIES("copies are dropped"),
        TUNNELS("requests routed there get 503");

        private final String otherwise;

        Use(String otherwise) {
            this.otherwise = otherwise;
        }
    }

    private final ResourceProblems problems;
    private final Registry registry;
    private final VirtualService owner;
    private final String namespace;

    /**
     * @param owner whose hosts requests ask for
     * @param writer the owner or its delegate, in whose namespace short names are looked up
     */
    DestinationCompiler(
            ResourceProblems problems,
            VirtualService owner,
            VirtualService writer,
            Visibility visibility,
            Registry registry) {
        this.problems = problems;
        this.registry = registry;
        this.owner = owner;
        this.namespace = visibility.namespaceOf(writer);
    }

    /** The cluster of requests, or null, with a warning, where they have to be refused. */
    @Nullable
    Cluster compile(Destination destination, int askedPort) {
        return compile(destination, askedPort, Use.REQUESTS);
    }

    /** The cluster of copies of requests, or null, with a warning, where none are sent. */
    @Nullable
    Cluster compileMirror(Destination destination, int askedPort) {
        return compile(destination, askedPort, Use.COPIES);
    }

    /** The cluster of tunnels, whose bytes are nobody's business; likewise. */
    @Nullable
    Cluster compileTunnel(Destination destination, int askedPort) {
        return compile(destination, askedPort, Use.TUNNELS);
    }

    private @Nullable Cluster compile(Destination destination, int askedPort, Use use) {
        Where where = destination.where();
        String host = registry.resolved(destination.host(), namespace);
        ListedHost listed = registry.find(host);
        if (listed == null) {
            return unknown(
                    use,
                    where.field("host"),
                    destination.host(),
                    "no ServiceEntry lists " + ResourceProblems.quoted(host));
        }
        ListedHost.Port port = port(listed, destination, askedPort);
        if (port == null) {
            return unknown(use, where.field("port"), host, missingPort(host, destination, askedPort));
        }
        String uncovered = uncovered(listed, port, destination.subset());
        if (uncovered != null) {
            return unknown(
                    use,
                    where.field("host"),
                    host,
                    host + " goes where requests ask to go, which does not cover " + uncovered + " of spec.hosts");
        }
        String subset = destination.subset() == null || destination.subset().isEmpty() ? null : destination.subset();
        Map<String, String> labels = subset == null ? Map.of() : registry.subset(listed, subset);
        if (labels == null) {
            return unknown(use, where.field("subset"), subset, "no DestinationRule names this subset of " + host);
        }
        EffectivePolicy policy = registry.policy(listed, port.port, subset);
        if (policy.isRefused()) {
            return unknown(
                    use,
                    where.field("host"),
                    host,
                    "a DestinationRule asks for a kind of connection to " + host + " that is not made here");
        }
        if (use == Use.TUNNELS && port.port.https() != HttpsHandling.TUNNEL) {
            problems.warning(
                    where,
                    "double-tls",
                    port.port.number(),
                    "tunnels are TLS already, and " + Annotations.HTTPS + " of the ServiceEntry puts TLS around what"
                            + " goes to port " + port.port.number() + " of " + host);
        }
        if (use != Use.TUNNELS && !port.port.isRead() && !policy.originatesTls()) {
            problems.warning(
                    where,
                    "plain-http",
                    port.port.number(),
                    "plain HTTP is sent to port " + port.port.number() + " of " + host + ", which speaks "
                            + port.port.protocol());
        }
        return registry.cluster(listed, port, subset, labels);
    }

    /** Istio's order: the port named, the only one there is, the one asked for. */
    private static ListedHost.@Nullable Port port(ListedHost listed, Destination destination, int askedPort) {
        Long wanted = destination.port() == null ? null : destination.port().number();
        if (wanted != null) {
            return listed.port(wanted.intValue());
        }
        Iterator<ListedHost.Port> ports = listed.ports().iterator();
        ListedHost.Port first = ports.hasNext() ? ports.next() : null;
        return first != null && !ports.hasNext() ? first : listed.port(askedPort);
    }

    /** A host of the VirtualService to which a wildcard destination would open a way that no entry lists; or null. */
    private @Nullable String uncovered(ListedHost listed, ListedHost.Port port, @Nullable String subset) {
        if (!listed.host.startsWith("*") || !registry.goesWhereAsked(listed, port, subset)) {
            return null;
        }
        HostIndex<String> covered = new HostIndex<>(Map.of(listed.host, listed.host));
        return owner.hosts().stream()
                .filter(host -> covered.find(HostNames.normal(host)) == null)
                .findFirst()
                .orElse(null);
    }

    private static String missingPort(String host, Destination destination, int askedPort) {
        Long wanted = destination.port() == null ? null : destination.port().number();
        return wanted == null
                ? host + " has several ports and not " + askedPort + ", the port asked for"
                : host + " has no port " + wanted;
    }

    private @Nullable Cluster unknown(Use use, Where where, @Nullable String value, String message) {
        problems.warning(where, "unknown-destination", value, message + "; " + use.otherwise);
        return null;
    }
}
