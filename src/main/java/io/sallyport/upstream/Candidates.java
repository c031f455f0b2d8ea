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
 * The checked addresses one try may go to, one after the other. The first endpoint is drawn by weight, the others
 * follow as fallbacks; each is resolved only when it is its turn. Of an endpoint's addresses IPv4 comes first, since
 * most pods have no way out by IPv6, and within a family the first is drawn.
 */
final class Candidates {

    private static final System.Logger LOG = System.getLogger(Candidates.class.getName());

    /** Told of the next candidate, or that there is none. */
    interface Receiver {

        /** A checked address: connect to exactly this one. */
        void candidate(InetSocketAddress address);

        /** There are no more. The failure is that of the last endpoint that brought none; null when each brought some. */
        void exhausted(@Nullable Failure failure);
    }

    private final EventLoop loop;
    private final Resolver resolver;
    private final AddressGuard guard;
    private final ConnectTo connectTo;
    private final IntUnaryOperator random;
    private final Cluster cluster;
    private final List<Endpoint> endpoints;
    private final int firstEndpoint;
    private int endpointsTaken;
    private List<InetSocketAddress> addresses = List.of();
    private int addressesTaken;
    private @Nullable Failure failure;

    /** @param random draws from 0 until its argument */
    Candidates(Exchange exchange, Resolver resolver, AddressGuard guard, ConnectTo connectTo, IntUnaryOperator random) {
        this.loop = exchange.loop();
        this.resolver = resolver;
        this.guard = guard;
        this.connectTo = connectTo;
        this.random = random;
        this.cluster = exchange.forward().cluster();
        this.endpoints = endpoints(exchange);
        this.firstEndpoint = drawByWeight();
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

    private int drawByWeight() {
        if (endpoints.size() < 2) {
            return 0;
        }
        int total = 0;
        for (Endpoint endpoint : endpoints) {
            total += endpoint.weight();
        }
        int drawn = total > 0 ? random.applyAsInt(total) : 0;
        for (int i = 0; i < endpoints.size(); i++) {
            drawn -= endpoints.get(i).weight();
            if (drawn < 0) {
                return i;
            }
        }
        return 0;
    }

    /** Finds the next one; tells the receiver once, perhaps before this returns. */
    void next(Receiver receiver) {
        if (addressesTaken < addresses.size()) {
            receiver.candidate(addresses.get(addressesTaken++));
        } else if (endpointsTaken < endpoints.size()) {
            Endpoint endpoint = endpoints.get((firstEndpoint + endpointsTaken++) % endpoints.size());
            resolve(endpoint, receiver);
        } else if (endpoints.isEmpty()) {
            receiver.exhausted(new Failure(Outcome.NO_HEALTHY_ENDPOINT, "the service has no endpoints"));
        } else {
            receiver.exhausted(failure);
        }
    }

    private void resolve(Endpoint written, Receiver receiver) {
        Endpoint endpoint = connectTo.of(written);
        String host = endpoint.address();
        InetAddress literal = IpLiteral.parse(host);
        if (literal != null) {
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

    private void skip(Failure why, Receiver receiver) {
        failure = why;
        next(receiver);
    }

    private void check(Endpoint endpoint, List<InetAddress> found, Receiver receiver) {
        List<InetSocketAddress> checked = new ArrayList<>(found.size());
        int start = found.size() > 1 ? random.applyAsInt(found.size()) : 0;
        String objection = addAllowed(endpoint, found, start, false, checked);
        String second = addAllowed(endpoint, found, start, true, checked);
        addresses = checked;
        addressesTaken = 0;
        if (checked.isEmpty()) {
            String reason = objection != null ? objection : second;
            skip(new Failure(Outcome.ADDRESS_PROHIBITED, "the address is " + reason), receiver);
        } else {
            next(receiver);
        }
    }

    /** Adds those of one family that the guard lets pass; returns what spoke against the last that it did not. */
    private @Nullable String addAllowed(
            Endpoint endpoint, List<InetAddress> found, int start, boolean ipv6, List<InetSocketAddress> checked) {
        String objection = null;
        for (int i = 0; i < found.size(); i++) {
            InetAddress address = found.get((start + i) % found.size());
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
