package io.sallyport.upstream;

import io.sallyport.exchange.Exchange;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds out where exchanges may go: resolver and guard in one place, so that nothing connects past the guard. */
public final class Destinations {

    private final Resolver resolver;
    private final AddressGuard guard;
    private final ConnectTo connectTo;
    private final ClusterStates states;
    private final @Nullable UpstreamProxy proxy;
    private final IntUnaryOperator random;
    private final SeenCertificates certificates = new SeenCertificates();

    /** @param states what the process knows of each cluster, the same for all who connect there */
    public Destinations(Resolver resolver, AddressGuard guard, ConnectTo connectTo, ClusterStates states) {
        this(
                resolver,
                guard,
                connectTo,
                states,
                null,
                bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /** @param proxy what connections go through, where it is not one of its exceptions; null for none */
    public Destinations(
            Resolver resolver,
            AddressGuard guard,
            ConnectTo connectTo,
            ClusterStates states,
            @Nullable UpstreamProxy proxy) {
        this(
                resolver,
                guard,
                connectTo,
                states,
                proxy,
                bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /** For one who connects alone. */
    public Destinations(Resolver resolver, AddressGuard guard, ConnectTo connectTo) {
        this(resolver, guard, connectTo, new ClusterStates());
    }

    Destinations(Resolver resolver, AddressGuard guard) {
        this(resolver, guard, ConnectTo.nothing());
    }

    /** @param random draws from 0 until its argument */
    Destinations(
            Resolver resolver, AddressGuard guard, ConnectTo connectTo, ClusterStates states, IntUnaryOperator random) {
        this(resolver, guard, connectTo, states, null, random);
    }

    private Destinations(
            Resolver resolver,
            AddressGuard guard,
            ConnectTo connectTo,
            ClusterStates states,
            @Nullable UpstreamProxy proxy,
            IntUnaryOperator random) {
        this.proxy = proxy;
        this.resolver = resolver;
        this.guard = guard;
        this.connectTo = connectTo;
        this.states = states;
        this.random = random;
    }

    /** The certificates that servers showed. */
    public SeenCertificates certificates() {
        return certificates;
    }

    /** What the process knows of the exchange's cluster. */
    ClusterState state(Exchange exchange) {
        return states.state(exchange.forward().cluster());
    }

    /** The addresses one try of the exchange may go to. */
    Candidates of(Exchange exchange) {
        return new Candidates(exchange, states, resolver, guard, connectTo, proxy, random);
    }
}
