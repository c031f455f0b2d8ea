package io.sallyport.upstream;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * The kind of channels an event loop can carry.
 *
 * @param sockets makes TCP channels
 * @param datagrams makes UDP channels
 */
record Transport(ChannelFactory<SocketChannel> sockets, ChannelFactory<DatagramChannel> datagrams) {

    private static final Transport EPOLL = new Transport(EpollSocketChannel::new, EpollDatagramChannel::new);
    private static final Transport NIO = new Transport(NioSocketChannel::new, NioDatagramChannel::new);

    /**
     * The loop's own.
     *
     * @throws IllegalArgumentException for a loop that is neither epoll nor NIO
     */
    static Transport of(EventLoop loop) {
        return switch (loop.parent()) {
            case EpollEventLoopGroup epoll -> EPOLL;
            case NioEventLoopGroup nio -> NIO;
            case null, default ->
                throw new IllegalArgumentException("event loop: " + loop.parent() + " (expected: epoll or NIO)");
        };
    }
}
