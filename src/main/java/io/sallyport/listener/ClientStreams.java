package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.http2.ServerCodec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection of HTTP/2: knows its streams, each a channel with a {@link ClientStream}, and ends when it is
 * idle, when the listener drains, or at once. Frames are Netty's matter, on both sides of it.
 */
final class ClientStreams extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(ClientStreams.class.getName());

    private final ListenerContext context;
    private final Dispatch dispatch;
    private final boolean excess;
    private final @Nullable InnerOrigin origin;
    private final Http2FrameCodec codec;
    private final Set<Channel> streams = new LinkedHashSet<>();
    private @Nullable ChannelHandlerContext attached;
    private @Nullable ConnectionClock attachedClock;
    private boolean retired;
    private boolean ending;

    private ClientStreams(ListenerContext context, Dispatch dispatch, boolean excess, @Nullable InnerOrigin origin) {
        this.context = context;
        this.dispatch = dispatch;
        this.excess = excess;
        this.origin = origin;
        this.codec = ServerCodec.create(context.settings().maxStreams());
    }

    /**
     * Adds all that HTTP/2 needs to an active channel, behind what is in its pipeline. Our settings go out at once.
     *
     * @return the codec, which wants the client's preface next
     */
    static Http2FrameCodec furnish(
            ChannelPipeline pipeline,
            ListenerContext context,
            Dispatch dispatch,
            boolean excess,
            @Nullable InnerOrigin origin) {
        ClientStreams streams = new ClientStreams(context, dispatch, excess, origin);
        ChannelInitializer<Channel> begin = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                streams.begin(stream);
            }
        };
        pipeline.addLast(streams.codec, new Http2MultiplexHandler(begin), streams);
        return streams.codec;
    }

    /** Whether it is beyond the limit of connections. */
    boolean isExcess() {
        return excess;
    }

    @Nullable
    InnerOrigin origin() {
        return origin;
    }

    private void begin(Channel stream) {
        streams.add(stream);
        clock().await(ConnectionClock.Wait.NOTHING);
        stream.closeFuture().addListener(closed -> ended(stream));
        stream.pipeline().addLast(new ClientStream(context, dispatch, this));
        if (context.open().retiring()) {
            // Who came after all were told is told at its first request: before that it would only come again.
            retire();
        }
    }

    private void ended(Channel stream) {
        streams.remove(stream);
        if (!streams.isEmpty() || ending) {
            return;
        }
        if (excess) {
            // Later: the stream's last frame may be on its way out just now.
            here().executor().execute(() -> end(Http2Error.ENHANCE_YOUR_CALM));
        } else {
            clock().await(ConnectionClock.Wait.REQUEST);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        attached = added;
        attachedClock = new ConnectionClock(
                context.services().timer(), added.channel().eventLoop(), context.settings(), this::expired);
        clock().await(excess ? ConnectionClock.Wait.HEAD : ConnectionClock.Wait.REQUEST);
        if (context.open().draining()) {
            end(Http2Error.NO_ERROR);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        // Settings and pings, which the codec has answered.
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event == OpenConnections.Call.RETIRE) {
            retire();
        } else if (event == OpenConnections.Call.DRAIN) {
            end(Http2Error.NO_ERROR);
            // One may carry connections itself, by CONNECT, of which those that are idle end now.
            tellStreams(event);
        } else if (event == OpenConnections.Call.CUT) {
            tellStreams(event);
            end(Http2Error.NO_ERROR);
            closeNow();
        } else if (event instanceof ChannelInputShutdownEvent) {
            // Without what the client says of its windows nothing could be brought to an end.
            closeNow();
        }
    }

    private void tellStreams(Object event) {
        for (Channel stream : List.copyOf(streams)) {
            stream.pipeline().fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        clock().stop();
        // A stream whose reading is paused would not find out.
        for (Channel stream : List.copyOf(streams)) {
            stream.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (cause instanceof Http2Exception) {
            // The client broke the protocol: the codec tells it so, and closes.
            LOG.log(Level.DEBUG, "client connection", cause);
            return;
        }
        if (!(cause instanceof IOException)) {
            LOG.log(Level.ERROR, "client connection", cause);
        }
        closeNow();
    }

    private void expired(ConnectionClock.Wait wait) {
        end(excess ? Http2Error.ENHANCE_YOUR_CALM : Http2Error.NO_ERROR);
        if (wait == ConnectionClock.Wait.CLOSE) {
            closeNow();
        }
    }

    /** Asks for no further streams, but takes those that are on their way (RFC 9113 section 6.8). */
    private void retire() {
        if (!ending && !retired) {
            retired = true;
            here().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
        }
    }

    /** Takes no further streams, and closes when those there are have ended. */
    private void end(Http2Error why) {
        if (ending) {
            return;
        }
        ending = true;
        ChannelHandlerContext here = here();
        here.writeAndFlush(new DefaultHttp2GoAwayFrame(why));
        here.close();
    }

    /** Without a word, past the codec, which would wait for its streams. */
    private void closeNow() {
        ending = true;
        ChannelHandlerContext beyond = here().pipeline().context(codec);
        if (beyond != null) {
            beyond.flush();
            beyond.close();
        }
    }

    private ChannelHandlerContext here() {
        return Objects.requireNonNull(attached, "not in a pipeline");
    }

    private ConnectionClock clock() {
        return Objects.requireNonNull(attachedClock, "not in a pipeline");
    }
}
