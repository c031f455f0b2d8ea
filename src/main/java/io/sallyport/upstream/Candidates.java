package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.IpLiteral;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The checked addresses one try may go to, one after the other. Balancing chooses the first endpoint and of its
 * addresses the first; the others follow as fallbacks. Each endpoint is resolved only when it is its turn.
 */
final class Candidates {

    private static final System.Logger LOG = System.getLogger(Candidates.class.getName());

    /** Told of the next candidate, or that there is none. */
    interface Receiver {

        /** A checked address: connect to exactly this one; or an unresolved one, behind the {@link #route proxy}. */
        void candidate(InetSocketAddress address);

        /** There are no more. The failure is that of the last endpoint that brought none; null when each brought some. */
        void exhausted(@Nullable Failure failure);
    }

    private final Exchange exchange;
    private final IntUnaryOperator random;
    private final EventLoop loop;
    private final Resolver resolver;
    private final AddressGuard guard;
    private final ConnectTo connectTo;
    private final @Nullable UpstreamProxy proxy;
    private final Cluster cluster;
    private final ClusterState state;
    private final List<Endpoint> endpoints;
    private final @Nullable EndpointSequence sequence;
    private @Nullable Host named;
    private boolean begun;
    private List<InetSocketAddress> addresses = List.of();
    private int addressesTaken;
    private @Nullable InetSocketAddress proxyAddress;
    private @Nullable Failure failure;

    /**
     * @param proxy what connections go through; null for none
     * @param random draws from 0 until its argument
     */
    Candidates(
            Exchange exchange,
            ClusterStates states,
            Resolver resolver,
            AddressGuard guard,
            ConnectTo connectTo,
            @Nullable UpstreamProxy proxy,
            IntUnaryOperator random) {
        this.proxy = proxy;
        this.loop = exchange.loop();
        this.resolver = resolver;
        this.guard = guard;
        this.connectTo = connectTo;
        this.cluster = exchange.forward().cluster();
        this.state = states.state(cluster);
        this.exchange = exchange;
        this.random = random;
        this.endpoints = endpoints(exchange);
        long now = cluster.settings().outliers() == null && endpoints.size() < 2 ? 0 : System.nanoTime();
        state.beforeChoice(cluster.settings().outliers(), now);
        this.sequence = endpoints.size() < 2
                ? null
                : new EndpointSequence(state.balancer(cluster, connectTo), exchange, random, now);
    }

    private List<Endpoint> endpoints(Exchange exchange) {
        return switch (cluster.discovery()) {
            case STATIC, DNS -> cluster.endpoints();
            case REQUESTED -> {
                int port = cluster.port() == 0 ? exchange.head().port() : cluster.port();
                yield List.of(new Endpoint(exchange.head().host(), port, 1, Map.of(), false));
            }
        };
    }

    /** What is known of the cluster. */
    ClusterState state() {
        return state;
    }

    /** The use of a candidate; null where neither balancing nor ejection asks for it. */
    @Nullable
    HostUse use(InetSocketAddress candidate) {
        if (addresses.size() < 2 && !isCounted()) {
            return null;
        }
        long now = System.nanoTime();
        Host host = state.host(candidate, now);
        host.lastSeenNanos = now;
        return new HostUse(state.outliers, cluster.settings().outliers(), host);
    }

    /** Whether hosts are kept count of, even where there is but one address. */
    private boolean isCounted() {
        return sequence != null || cluster.settings().outliers() != null;
    }

    /** Whether the next one is another address of the same name, known and checked. */
    boolean hasSibling() {
        return addressesTaken < addresses.size();
    }

    /** Finds the next one; tells the receiver once, perhaps before this returns. */
    void next(Receiver receiver) {
        if (hasSibling()) {
            receiver.candidate(addresses.get(addressesTaken++));
            return;
        }
        Endpoint endpoint = nextEndpoint();
        if (endpoint != null) {
            resolve(endpoint, receiver);
        } else if (endpoints.isEmpty()) {
            receiver.exhausted(new Failure(Outcome.NO_HEALTHY_ENDPOINT, "the service has no endpoints"));
        } else {
            receiver.exhausted(failure);
        }
    }

    private @Nullable Endpoint nextEndpoint() {
        EndpointSequence several = sequence;
        if (several == null) {
            boolean first = !begun;
            begun = true;
            return first && !endpoints.isEmpty() ? endpoints.getFirst() : null;
        }
        int index = several.next();
        if (index == Balancer.NONE) {
            if (!begun) {
                failure = new Failure(Outcome.NO_HEALTHY_ENDPOINT, "all endpoints are ejected");
            }
            return null;
        }
        begun = true;
        named = several.host(index);
        return endpoints.get(index);
    }

    private void resolve(Endpoint written, Receiver receiver) {
        Endpoint endpoint = connectTo.of(written);
        String host = endpoint.address();
        InetAddress literal = IpLiteral.parse(host);
        UpstreamProxy through = proxyFor(endpoint);
        if (through != null && (literal == null ? HostName.isValid(host) : objection(endpoint, literal) == null)) {
            resolveProxy(through, InetSocketAddress.createUnresolved(host, endpoint.port()), receiver);
        } else if (literal != null) {
            check(endpoint, List.of(literal), receiver);
        } else if (IpLiteral.isOddSpelling(host)) {
            // Never asked of a resolver: some would take it for the address it spells.
            skip(new Failure(Outcome.ADDRESS_PROHIBITED, "an IP address in an odd spelling"), receiver);
        } else if (!HostName.isValid(host)) {
            skip(new Failure(Outcome.DNS_FAILED, "not a host name"), receiver);
        } else {
            resolver.resolve(loop, host, new Resolver.Callback() {
                @Override
                public void resolved(List<InetAddress> found) {
                    check(endpoint, found, receiver);
                }

                @Override
                public void failed(Failure why) {
                    skip(why, receiver);
                }
            });
        }
    }

    /** The proxy that an endpoint is behind; null where there is none for it, or the configuration names its own. */
    private @Nullable UpstreamProxy proxyFor(Endpoint endpoint) {
        UpstreamProxy through = proxy;
        return through == null
                        || cluster.settings().tunnel() != null
                        || endpoint.listed()
                        || through.direct().covers(endpoint.address())
                ? null
                : through;
    }

    /** The operator named the proxy, so the guard has no say, and the proxy resolves what is behind it. */
    private void resolveProxy(UpstreamProxy through, InetSocketAddress target, Receiver receiver) {
        InetAddress literal = IpLiteral.parse(through.host());
        if (literal != null) {
            behind(new InetSocketAddress(literal, through.port()), target, receiver);
            return;
        }
        resolver.resolve(loop, through.host(), new Resolver.Callback() {
            @Override
            public void resolved(List<InetAddress> found) {
                behind(new InetSocketAddress(found.getFirst(), through.port()), target, receiver);
            }

            @Override
            public void failed(Failure why) {
                skip(new Failure(why.outcome(), "of the upstream proxy: " + why.detail()), receiver);
            }
        });
    }

    private void behind(InetSocketAddress near, InetSocketAddress target, Receiver receiver) {
        proxyAddress = near;
        addresses = List.of(target);
        addressesTaken = 0;
        next(receiver);
    }

    /** Where to connect to for a candidate: there, or to the proxy that leads there. */
    InetSocketAddress near(InetSocketAddress candidate) {
        InetSocketAddress through = proxyAddress;
        return candidate.isUnresolved() && through != null ? through : candidate;
    }

    /** What is done first on a connection for a candidate. */
    Preparation route(InetSocketAddress candidate) {
        return candidate.isUnresolved() && proxy != null
                ? new ProxyConnect(candidate.getHostString(), candidate.getPort(), proxy.authorization())
                : Preparation.NONE;
    }

    private void skip(Failure why, Receiver receiver) {
        failure = why;
        next(receiver);
    }

    private void check(Endpoint endpoint, List<InetAddress> found, Receiver receiver) {
        List<InetSocketAddress> checked = new ArrayList<>(found.size());
        String objection = addAllowed(endpoint, found, false, checked);
        String second = addAllowed(endpoint, found, true, checked);
        addresses = checked;
        addressesTaken = 0;
        if (checked.isEmpty()) {
            String reason = objection != null ? objection : second;
            skip(new Failure(Outcome.ADDRESS_PROHIBITED, "the address is " + reason), receiver);
            return;
        }
        if (checked.size() > 1 || isCounted()) {
            new AddressOrder(state, cluster, exchange, random).apply(checked, named);
        }
        if (checked.isEmpty()) {
            skip(new Failure(Outcome.NO_HEALTHY_ENDPOINT, "all addresses are ejected"), receiver);
        } else {
            next(receiver);
        }
    }

    /** Adds those of one family that the guard lets pass; returns what spoke against the last that it did not. */
    private @Nullable String addAllowed(
            Endpoint endpoint, List<InetAddress> found, boolean ipv6, List<InetSocketAddress> checked) {
        String objection = null;
        for (InetAddress address : found) {
            if (address instanceof Inet6Address != ipv6) {
                continue;
            }
            String reason = objection(endpoint, address);
            if (reason == null) {
                checked.add(new InetSocketAddress(address, endpoint.port()));
            } else {
                objection = reason;
                LOG.log(Level.DEBUG, "{0}: {1} is refused: {2}", endpoint.address(), address.getHostAddress(), reason);
            }
        }
        return objection;
    }

    private @Nullable String objection(Endpoint endpoint, InetAddress address) {
        if (endpoint.listed()) {
            return null;
        }
        List<AddressRange> listed = cluster.listedAddresses();
        return guard.objection(address, listed);
    }
}
