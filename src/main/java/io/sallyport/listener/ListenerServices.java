package io.sallyport.listener;

import io.sallyport.exchange.Connector;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.Timer;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.policy.Explainer;
import io.sallyport.policy.SnapshotSource;

/**
 * Whom the listener works with. All are called on the event loops of the connections, and must not block.
 *
 * @param snapshots the present configuration, read once a request
 * @param forwarder sends requests on
 * @param connector opens the far side of tunnels
 * @param observer is told of every exchange
 * @param explainer words denials
 * @param timer for the timeouts of connections
 * @param identities what is shown to clients whose TLS ends here
 */
public record ListenerServices(
        SnapshotSource snapshots,
        Forwarder forwarder,
        Connector connector,
        ExchangeObserver observer,
        Explainer explainer,
        Timer timer,
        TlsIdentities identities) {

    /** Without interception. */
    public ListenerServices(
            SnapshotSource snapshots,
            Forwarder forwarder,
            Connector connector,
            ExchangeObserver observer,
            Explainer explainer,
            Timer timer) {
        this(snapshots, forwarder, connector, observer, explainer, timer, TlsIdentities.NONE);
    }

    ListenerServices observedBy(ExchangeObserver other) {
        return new ListenerServices(snapshots, forwarder, connector, other, explainer, timer, identities);
    }
}
