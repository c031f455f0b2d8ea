package io.sallyport.exchange;

import io.netty.channel.Channel;

/** Opens the far side of a tunnel. */
public interface Connector {

    /**
     * Connects to where the exchange's decision points, on the exchange's event loop. The name is resolved, every
     * address checked, and the next address tried when one fails, within the cluster's connect timeout each.
     *
     * @return gives up when run; harmless after the end
     */
    Runnable connect(Exchange exchange, Listener listener);

    /** Told once how it went. */
    interface Listener {
        /** Open, with automatic reading off, half-closure allowed and an empty pipeline: the caller's from now on. */
        void connected(Channel upstream);

        void failed(Failure failure);
    }
}
