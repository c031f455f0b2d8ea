package io.sallyport.upstream;

import io.sallyport.exchange.Exchange;
import io.sallyport.pem.PemFiles;
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
    private final PemFiles files;
    private final SeenCertificates certificates = new SeenCertificates();

    /** @param states what the process knows of each cluster, the same for all who connect there */
    public Destinations(Resolver resolver, AddressGuard guard, ConnectTo connectTo, ClusterStates states) {
        this(
                resolver,
                guard,
                connectTo,
                states,
                null,
                PemFiles.ON_DISK,
                bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /**
     * @param proxy what connections go through, where it is not one of its exceptions; null for none
     * @param files where the certificates and keys are read that TLS settings name
     */
    public Destinations(
            Resolver resolver,
            AddressGuard guard,
            ConnectTo connectTo,
            ClusterStates states,
            @Nullable UpstreamProxy proxy,
            PemFiles files) {
        this(
                resolver,
                guard,
                connectTo,
                states,
                proxy,
                files,
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
        this(resolver, guard, connectTo, states, null, PemFiles.ON_DISK, random);
    }

    private Destinations(
            Resolver resolver,
            AddressGuard guard,
            ConnectTo connectTo,
            ClusterStates states,
            @Nullable UpstreamProxy proxy,
            PemFiles files,
            IntUnaryOperator random) {
        this.files = files;
        this.proxy = proxy;
        this.resolver = resolver;
        this.guard = guard;
        this.connectTo = connectTo;
        this.states = states;
        this.random = random;
    }

    /** Where certificates and keys are read. */
    PemFiles files() {
        return files;
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
