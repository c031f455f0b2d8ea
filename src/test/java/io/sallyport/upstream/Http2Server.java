package io.sallyport.upstream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** An upstream that speaks HTTP/2 and does with each request what the test says. Real sockets, on loopback. */
public final class Http2Server implements AutoCloseable {

    /** What is done with a request; called on the server's loop. */
    public interface Script {

        /** The head came. */
        void head(Call call);

        /** A piece of the body came; it may be empty. */
        default void body(Call call, String piece, boolean last) {}
    }

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final List<Channel> connections = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Call> arrived = new LinkedBlockingQueue<>();
    private final Channel channel;

    private Http2Server(@Nullable SSLContext tls, Http2Settings settings, Script script) {
        channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        connections.add(connection);
                        if (tls != null) {
                            connection.pipeline().addLast(new SslHandler(engine(tls)));
                        }
                        connection
                                .pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer()
                                                .initialSettings(settings)
                                                .validateHeaders(false)
                                                // Resets are counted by those who assert them.
                                                .encoderEnforceMaxRstFramesPerWindow(Integer.MAX_VALUE, 1)
                                                .decoderEnforceMaxRstFramesPerWindow(Integer.MAX_VALUE, 1)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                Call call = new Call((Http2StreamChannel) stream, script);
                                                stream.pipeline().addLast(call);
                                            }
                                        }));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Without TLS. */
    public static Http2Server start(Script script) {
        return start(Http2Settings.defaultSettings(), script);
    }

    /** Without TLS, and with other settings. */
    public static Http2Server start(Http2Settings settings, Script script) {
        return new Http2Server(null, settings, script);
    }

    /** With TLS, and nothing but HTTP/2. */
    public static Http2Server startTls(SSLContext tls, Script script) {
        return new Http2Server(tls, Http2Settings.defaultSettings(), script);
    }

    private static SSLEngine engine(SSLContext tls) {
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        engine.setSSLParameters(parameters);
        return engine;
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** How many connections came. */
    public int connectionCount() {
        return connections.size();
    }

    /** The requests so far. */
    public List<Call> calls() {
        return calls;
    }

    /** The next request; waits up to ten seconds. */
    public Call arrived() throws InterruptedException {
        Call call = arrived.poll(10, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no request came");
        }
        return call;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** One request and its answer. All that is done to it is done on the server's loop, from wherever it is asked. */
    public final class Call extends ChannelInboundHandlerAdapter {

        private final Http2StreamChannel stream;
        private final Script script;
        private final StringBuilder body = new StringBuilder();
        private volatile @Nullable Http2Headers headers;
        private volatile @Nullable Http2Headers trailers;
        private volatile boolean ended;
        private volatile @Nullable Long resetWith;

        Call(Http2StreamChannel stream, Script script) {
            this.stream = stream;
            this.script = script;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                read(message);
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private void read(Object message) {
            if (message instanceof Http2HeadersFrame fields) {
                ended = fields.isEndStream();
                if (headers == null) {
                    headers = fields.headers();
                    calls.add(this);
                    arrived.add(this);
                    script.head(this);
                } else {
                    trailers = fields.headers();
                    script.body(this, "", true);
                }
            } else if (message instanceof Http2DataFrame data) {
                String piece = data.content().toString(StandardCharsets.US_ASCII);
                synchronized (body) {
                    body.append(piece);
                }
                ended = data.isEndStream();
                script.body(this, piece, ended);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                resetWith = reset.errorCode();
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        /** A field of the request, pseudo-fields too. */
        public @Nullable String field(String name) {
            Http2Headers present = headers;
            CharSequence value = present == null ? null : present.get(name);
            return value == null ? null : value.toString();
        }

        public @Nullable String trailer(String name) {
            Http2Headers present = trailers;
            CharSequence value = present == null ? null : present.get(name);
            return value == null ? null : value.toString();
        }

        public String text() {
            synchronized (body) {
                return body.toString();
            }
        }

        public boolean hasEnded() {
            return ended;
        }

        /** The code of the reset that came; null for none. */
        public @Nullable Long resetWith() {
            return resetWith;
        }

        /** Fields as {@code name: value}, a head or trailers. */
        public Call fields(boolean last, String... fields) {
            Http2Headers out = new DefaultHttp2Headers(false);
            for (String field : fields) {
                int colon = field.indexOf(':', 1);
                out.add(field.substring(0, colon), field.substring(colon + 1).strip());
            }
            return write(new DefaultHttp2HeadersFrame(out, last));
        }

        /** One field, as it is. */
        public Call rawField(String name, String value) {
            Http2Headers out = new DefaultHttp2Headers(false).status("200").add(name, value);
            return write(new DefaultHttp2HeadersFrame(out, true));
        }

        public Call data(String text, boolean last) {
            return write(new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII), last));
        }

        /** A whole answer. */
        public Call ok(String text) {
            return fields(false, ":status: 200", "content-length: " + text.length())
                    .data(text, true);
        }

        public Call reset(Http2Error error) {
            return write(new DefaultHttp2ResetFrame(error));
        }

        /** Says that this is the last request taken, or that not even this is. */
        public Call goAway(boolean taken) {
            stream.eventLoop().execute(() -> {
                Http2FrameCodec codec = stream.parent().pipeline().get(Http2FrameCodec.class);
                int last = stream.stream().id() - (taken ? 0 : 2);
                codec.encoder()
                        .writeGoAway(
                                stream.parent().pipeline().context(codec),
                                Math.max(0, last),
                                0,
                                Unpooled.EMPTY_BUFFER,
                                stream.parent().newPromise());
                stream.parent().flush();
            });
            return this;
        }

        public Call closeConnection() {
            stream.eventLoop().execute(() -> stream.parent().unsafe().closeForcibly());
            return this;
        }

        private Call write(Object frame) {
            stream.eventLoop().execute(() -> stream.writeAndFlush(frame));
            return this;
        }
    }
}
