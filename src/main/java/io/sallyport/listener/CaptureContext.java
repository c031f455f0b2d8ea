package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all captured connections of one listener share.
 *
 * @param context what they share with those that come as to a proxy
 * @param settings how they are taken
 * @param outboundPort where clients come as to a proxy
 * @param original where a connection was going, perhaps here; null where that is not known
 * @param requests furnishes a connection that turned out to carry HTTP
 */
record CaptureContext(
        ListenerContext context,
        CaptureSettings settings,
        int outboundPort,
        Function<Channel, @Nullable InetSocketAddress> original,
        Requests requests) {

    /** Furnishes a connection for HTTP requests. */
    interface Requests {

        /**
         * Adds what reads and carries requests.
         *
         * @param port the port that requests in origin-form ask for; 0: the one their Host names
         */
        void furnish(ChannelPipeline pipeline, int port, boolean excess);
    }

    /** Where the connection was going, or null when that was here: nobody knows then where it wants to go. */
    @Nullable
    InetSocketAddress destination(Channel connection) {
        InetSocketAddress to = original.apply(connection);
        return to == null || isOurs(to, connection) ? null : to;
    }

    private boolean isOurs(InetSocketAddress to, Channel connection) {
        if (to.getPort() != outboundPort && to.getPort() != port(connection.parent())) {
            return false;
        }
        InetAddress address = to.getAddress();
        return address.isLoopbackAddress()
                || (connection.localAddress() instanceof InetSocketAddress local && address.equals(local.getAddress()));
    }

    private static int port(Channel listening) {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }
}
