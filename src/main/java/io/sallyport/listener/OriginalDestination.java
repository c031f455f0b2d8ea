package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Where a captured connection was going before the kernel led it here. */
final class OriginalDestination {

    /** {@code struct sockaddr_in}. */
    private static final int IPV4_LENGTH = 16;
    /** {@code struct sockaddr_in6}. */
    private static final int IPV6_LENGTH = 28;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOL_IP = 0;
    private static final int SOL_IPV6 = 41;
    /** The same number for {@code IP6T_SO_ORIGINAL_DST}. */
    private static final int SO_ORIGINAL_DST = 80;

    private static final RawUnixChannelOption IPV4 =
            new RawUnixChannelOption("SO_ORIGINAL_DST", SOL_IP, SO_ORIGINAL_DST, IPV4_LENGTH);
    private static final RawUnixChannelOption IPV6 =
            new RawUnixChannelOption("IP6T_SO_ORIGINAL_DST", SOL_IPV6, SO_ORIGINAL_DST, IPV6_LENGTH);

    private OriginalDestination() {}

    /**
     * What the kernel remembers of a REDIRECT, else the connection's own address: under TPROXY that is it, and for a
     * client that connected here on purpose it is ours.
     */
    static @Nullable InetSocketAddress of(Channel channel) {
        InetSocketAddress local = channel.localAddress() instanceof InetSocketAddress inet ? inet : null;
        if (!(channel instanceof EpollSocketChannel epoll)) {
            return local;
        }
        boolean six = local != null && local.getAddress() instanceof Inet6Address;
        InetSocketAddress redirected = ask(epoll, six ? IPV6 : IPV4);
        if (redirected == null && six) {
            // A socket of both families, and a client of the older.
            redirected = ask(epoll, IPV4);
        }
        return redirected == null ? local : redirected;
    }

    private static @Nullable InetSocketAddress ask(EpollSocketChannel channel, RawUnixChannelOption option) {
        try {
            ByteBuffer answer = channel.config().getOption(option);
            return answer == null ? null : decode(answer);
        } catch (ChannelException notRedirected) {
            return null;
        }
    }

    /** Reads a {@code struct sockaddr}: the family in the machine's order, port and address in the network's. */
    static @Nullable InetSocketAddress decode(ByteBuffer address) {
        ByteBuffer in = address.slice();
        if (in.remaining() < IPV4_LENGTH) {
            return null;
        }
        int family = in.order(ByteOrder.nativeOrder()).getShort() & 0xffff;
        int port = in.order(ByteOrder.BIG_ENDIAN).getShort() & 0xffff;
        if (family == AF_INET6 && in.remaining() >= IPV6_LENGTH - 4) {
            in.getInt();
            return address(in, 16, port);
        }
        return family == AF_INET ? address(in, 4, port) : null;
    }

    private static @Nullable InetSocketAddress address(ByteBuffer in, int length, int port) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        try {
            return port == 0 ? null : new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(length + " bytes", impossible);
        }
    }
}
