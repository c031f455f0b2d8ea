package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.sallyport.http1.DecoderLimits;
import io.sallyport.http1.RequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts each new connection in, and furnishes it. */
final class Reception extends ChannelInitializer<Channel> {

    private final ListenerContext context;
    private final Dispatch dispatch;

    /** @param port the port that requests in origin-form ask for; 0: the one their Host names */
    Reception(ListenerContext context, int port) {
        this.context = context;
        this.dispatch = new Dispatch(context, port);
    }

    @Override
    protected void initChannel(Channel channel) {
        furnish(channel.pipeline(), !context.open().add(channel));
    }

    /** Adds what speaks HTTP with a client, either version, behind what is in the pipeline already. */
    void furnish(ChannelPipeline pipeline, boolean excess) {
        furnish(pipeline, context, dispatch, excess, null);
    }

    /**
     * The same for any connection, whose channel may be active.
     *
     * @param excess whether the connection is beyond the limit
     * @param origin for whom the client speaks TLS with us, where an SslHandler is in front; else null
     */
    static void furnish(
            ChannelPipeline pipeline,
            ListenerContext context,
            Dispatch dispatch,
            boolean excess,
            @Nullable InnerOrigin origin) {
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);
        ClientConnection connection = new ClientConnection(context, dispatch, decoder, excess, origin);
        pipeline.addLast(
                new VersionChoice(context, dispatch, excess, origin, List.of(decoder, connection)),
                decoder,
                connection);
    }
}
