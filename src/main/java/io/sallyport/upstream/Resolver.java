package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.sallyport.exchange.Failure;
import java.net.InetAddress;
import java.util.List;

/** Turns host names into addresses, without blocking. What it finds is not yet checked. */
public interface Resolver {

    /**
     * Looks a name up. Called on the loop.
     *
     * @param loop where the answer is wanted
     * @param host a lower-case name, not an IP literal
     * @param callback told once, on the loop, perhaps before this returns
     */
    void resolve(EventLoop loop, String host, Callback callback);

    /** Told how a look-up went. */
    interface Callback {

        /** One address or more, IPv4 and IPv6 as they come. */
        void resolved(List<InetAddress> addresses);

        /** {@code DNS_FAILED} with the response code as detail, or {@code DNS_TIMEOUT}. */
        void failed(Failure failure);
    }
}
