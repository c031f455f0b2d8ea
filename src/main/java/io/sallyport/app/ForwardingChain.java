package io.sallyport.app;

import io.sallyport.exchange.ClusterLoads;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.Timer;
import io.sallyport.resilience.DeadlineForwarder;
import io.sallyport.resilience.FaultForwarder;
import io.sallyport.resilience.MirroringForwarder;
import io.sallyport.resilience.PerTryTimeoutForwarder;
import io.sallyport.resilience.RetryObserver;
import io.sallyport.resilience.RetryingForwarder;
import io.sallyport.upstream.Destinations;
import io.sallyport.upstream.PooledForwarder;
import io.sallyport.upstream.UpstreamSettings;

/** The stages between the listener and the wire, in the order a request passes them. */
public final class ForwardingChain {

    private ForwardingChain() {}

    /** Puts the stages together, the innermost first. */
    public static Forwarder create(
            Destinations destinations,
            UpstreamSettings settings,
            Timer timer,
            RetryObserver retries,
            ClusterLoads loads) {
        Forwarder chain = new PooledForwarder(destinations, timer, settings); // sends it, on a pooled connection
        Forwarder copies = new DeadlineForwarder(chain, timer); // what mirrors get: one try, within the timeout
        chain = new PerTryTimeoutForwarder(chain, timer); // bounds each try: retries.perTryTimeout
        chain = new RetryingForwarder(chain, timer, retries, loads); // repeats what is safe: retries, retryBudget
        chain = new DeadlineForwarder(chain, timer); // bounds it all: timeout
        chain = new MirroringForwarder(chain, copies); // sends copies elsewhere: mirror, mirrors
        chain = new FaultForwarder(chain, timer); // fails on purpose: fault
        return chain;
    }
}
