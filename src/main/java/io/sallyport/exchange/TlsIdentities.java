package io.sallyport.exchange;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;

/** What we show to clients whose TLS ends here: certificates for the hosts that they asked for. Called on event loops. */
@FunctionalInterface
public interface TlsIdentities {

    /** There is no authority that could issue one. */
    TlsIdentities NONE = (host, loop, receiver) -> receiver.unusable(
            "there is no certificate authority to intercept with (settings: --ca-certificate and --ca-key)");

    /** Told once, on the loop; before {@link #get} returns where nothing has to be waited for. */
    interface Receiver {

        /** What to shake hands with, as the server. */
        void ready(SslContext context);

        /** There is none; the reason is for people. */
        void unusable(String reason);
    }

    /**
     * Finds or makes what vouches for a host.
     *
     * @param host a name or an address: lower case, without brackets and trailing dot
     */
    void get(String host, EventLoop loop, Receiver receiver);
}
