package io.sallyport.policy;

import java.net.InetAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One whole configuration, compiled. A request sees exactly one, from beginning to end.
 *
 * @param outboundPolicy what happens to hosts that are not listed
 * @param hosts every host that may be asked for
 * @param addresses every address that may be asked for
 * @param pathNormalization what the listener does to a path before it asks
 * @param unlistedOutward which header fields about the inside leave for hosts that are not listed
 */
public record Snapshot(
        OutboundPolicy outboundPolicy,
        HostIndex<VirtualHost> hosts,
        AddressIndex addresses,
        PathNormalization pathNormalization,
        OutwardHeaders unlistedOutward) {

    private static final int HTTPS_PORT = 443;

    private static final Decision UNLISTED = new Decision.Forward(Cluster.PASSTHROUGH, null, null, RetryPolicy.DEFAULT);

    /** A configuration with Istio's default for paths. */
    public Snapshot(OutboundPolicy outboundPolicy, HostIndex<VirtualHost> hosts, AddressIndex addresses) {
        this(outboundPolicy, hosts, addresses, PathNormalization.BASE, OutwardHeaders.STRIP);
    }

    /** A configuration that lists no addresses, with Istio's default for paths. */
    public Snapshot(OutboundPolicy outboundPolicy, HostIndex<VirtualHost> hosts) {
        this(outboundPolicy, hosts, AddressIndex.EMPTY);
    }

    /**
     * Says what becomes of a request. Pure but for {@code random}, which weighted routes draw from; never blocks.
     *
     * @param head the request
     * @param random the source of weighted choices
     */
    public Decision decide(RequestHead head, RandomGenerator random) {
        VirtualHost host = find(head.host());
        if (host == null) {
            return unlisted(head);
        }
        PortPolicy policy = host.ports().get(head.port());
        if (policy == null) {
            // Istio lets an unlisted port of a listed host through under ALLOW_ANY, as it does an unlisted host.
            return outboundPolicy == OutboundPolicy.ALLOW_ANY
                    ? passthrough(head)
                    : new Decision.Deny(DenialReason.PORT_NOT_LISTED, host.service());
        }
        return switch (head.form()) {
            case TUNNEL -> tunnel(head, host, policy, random);
            case HTTP -> request(head, host, policy, random);
        };
    }

    /** Which header fields about the inside leave with requests to the cluster. */
    public OutwardHeaders outward(Cluster cluster) {
        return cluster.isPassthrough() ? unlistedOutward : cluster.service().outward();
    }

    /** What applies to a host or address as a request names it (lower case, no brackets), or null when not listed. */
    public @Nullable VirtualHost find(String host) {
        VirtualHost exact = hosts.exact(host);
        if (exact != null) {
            return exact;
        }
        // A wildcard is about names: *.1 or * must not open 10.0.0.1, however it is spelled.
        if (IpLiteral.isAddressLike(host)) {
            InetAddress address = IpLiteral.parse(host);
            return address == null ? null : addresses.find(address);
        }
        return hosts.wildcard(host);
    }

    private Decision unlisted(RequestHead head) {
        boolean literal = IpLiteral.isAddressLike(head.host());
        if (outboundPolicy == OutboundPolicy.ALLOW_ANY && !(literal && IpLiteral.isOddSpelling(head.host()))) {
            return passthrough(head);
        }
        return new Decision.Deny(literal ? DenialReason.ADDRESS_NOT_LISTED : DenialReason.HOST_NOT_LISTED, null);
    }

    private static Decision passthrough(RequestHead head) {
        if (head.form() == RequestHead.Form.HTTP && head.scheme().equals("https")) {
            return new Decision.Deny(DenialReason.TLS_NOT_ORIGINATED, null);
        }
        return UNLISTED;
    }

    private static Decision tunnel(RequestHead head, VirtualHost host, PortPolicy policy, RandomGenerator random) {
        Service service = host.service();
        if (service != null && isRead(head, policy.port())) {
            return new Decision.Intercept(service, policy.port());
        }
        if (!policy.port().isTunnelled()) {
            return new Decision.Deny(DenialReason.PORT_NOT_TUNNELLED, service);
        }
        return policy.tunnelled(routedTunnel(head, host, policy, random));
    }

    /**
     * Whether the requests in a tunnel to the port are read. Some clients have a tunnel for {@code http://} too (Node's
     * fetch, gRPC); what comes to 443 begins with TLS, whatever the port is listed as.
     */
    private static boolean isRead(RequestHead head, ServicePort port) {
        return port.https() == HttpsHandling.INTERCEPT
                || (head.port() != HTTPS_PORT && port.takesPlainHttp() && !port.isTunnelled());
    }

    private static Decision routedTunnel(
            RequestHead head, VirtualHost host, PortPolicy policy, RandomGenerator random) {
        for (TunnelRoute route : policy.tunnelRoutes()) {
            if (route.matches(head)) {
                return route.decide(host.service(), random);
            }
        }
        // Where no TCP route takes them, bytes go where they were going; a TLS name that none takes goes nowhere
        // (Istio).
        boolean free =
                policy.tunnelRoutes().isEmpty() || !policy.port().protocol().isTls();
        return unrouted(host, policy, free);
    }

    private static Decision request(RequestHead head, VirtualHost host, PortPolicy policy, RandomGenerator random) {
        if (!head.scheme().equals("https")) {
            return policy.port().takesPlainHttp()
                    ? routed(head, host, policy, random)
                    : new Decision.Deny(DenialReason.PORT_NOT_HTTP, host.service());
        }
        Decision decision = policy.port().isRead() ? routed(head, host, policy, random) : null;
        // Whoever asks for https:// may have TLS begun for him, and never gets plain HTTP instead.
        return decision == null
                        || (decision instanceof Decision.Forward to
                                && to.cluster().settings().tls() == null)
                ? new Decision.Deny(DenialReason.TLS_NOT_ORIGINATED, host.service())
                : decision;
    }

    private static Decision routed(RequestHead head, VirtualHost host, PortPolicy policy, RandomGenerator random) {
        if (policy.routes().isEmpty()) {
            return unrouted(host, policy, true);
        }
        HttpRoute route = HttpRoute.first(policy.routes(), head);
        return route == null
                ? unrouted(host, policy, false)
                : route.action().decide(route.name(), head, host.service(), random);
    }

    /** @param free whether there are no routes, so that nothing had to match */
    private static Decision unrouted(VirtualHost host, PortPolicy policy, boolean free) {
        if (!free) {
            return new Decision.Deny(DenialReason.NO_ROUTE, host.service());
        }
        Decision.Forward unrouted = policy.unrouted();
        return unrouted == null ? new Decision.Deny(DenialReason.DESTINATION_UNKNOWN, host.service()) : unrouted;
    }
}
