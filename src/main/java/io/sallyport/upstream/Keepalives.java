package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.sallyport.policy.ConnectionLimits.Keepalive;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Sets the operating system's probes of a silent connection. What the platform does not know is left as it is. */
final class Keepalives {

    private Keepalives() {}

    static void apply(Channel channel, @Nullable Keepalive keepalive) {
        if (keepalive == null) {
            return;
        }
        if (channel instanceof EpollSocketChannel) {
            set(channel, EpollChannelOption.TCP_KEEPCNT, keepalive.probes());
            set(channel, EpollChannelOption.TCP_KEEPIDLE, seconds(keepalive.time()));
            set(channel, EpollChannelOption.TCP_KEEPINTVL, seconds(keepalive.interval()));
        } else if (channel instanceof NioSocketChannel) {
            set(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), keepalive.probes());
            set(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), seconds(keepalive.time()));
            set(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), seconds(keepalive.interval()));
        }
    }

    private static void set(Channel channel, ChannelOption<Integer> option, int value) {
        if (value > 0) {
            channel.config().setOption(option, value);
        }
    }

    private static int seconds(@Nullable Duration duration) {
        return duration == null ? 0 : (int) Math.clamp(duration.toSeconds(), 1, Short.MAX_VALUE);
    }
}
