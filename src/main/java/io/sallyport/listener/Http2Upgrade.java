package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import io.sallyport.http1.HopByHop;
import io.sallyport.http1.RequestDecoder;
import io.sallyport.http2.UpgradeSettings;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.1 whose client wants to go on in HTTP/2 (RFC 7540 section 3.2; RFC 9113 has it no more, but curl and
 * Java's client begin so). The request itself is answered as stream 1.
 */
final class Http2Upgrade {

    private static final byte[] SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int STREAM = 1;

    private final Http2Settings settings;
    private final Http2Headers fields;

    private Http2Upgrade(Http2Settings settings, Http2Headers fields) {
        this.settings = settings;
        this.fields = fields;
    }

    /** The upgrade that a request asks for; null where it asks for none, or for one that it may not have. */
    static @Nullable Http2Upgrade wanted(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, "h2c", true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, UpgradeSettings.FIELD, true)
                || !HttpVersion.HTTP_1_1.equals(request.protocolVersion())
                || HttpMethod.CONNECT.equals(request.method())
                || HttpUtil.isTransferEncodingChunked(request)
                || HttpUtil.getContentLength(request, 0L) > 0) {
            return null;
        }
        List<String> wishes = headers.getAll(UpgradeSettings.FIELD);
        Http2Settings settings = wishes.size() == 1 ? UpgradeSettings.read(wishes.getFirst()) : null;
        if (settings == null || !(RequestTarget.read(request, null) instanceof ClientRequestHead head)) {
            return null;
        }
        return new Http2Upgrade(settings, fields(request, head));
    }

    private static Http2Headers fields(HttpRequest request, ClientRequestHead head) {
        HttpHeaders from = request.headers();
        HopByHop.strip(from);
        from.remove(UpgradeSettings.FIELD).remove(HttpHeaderNames.HOST).remove(HttpHeaderNames.TRANSFER_ENCODING);
        Http2Headers to = new DefaultHttp2Headers(false, from.size() + 4);
        to.method(request.method().asciiName())
                .scheme(head.scheme())
                .authority(head.authority())
                .path(head.path());
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all = from.iteratorCharSequence(); all.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = all.next();
            to.add(AsciiString.of(field.getKey()).toLowerCase(), field.getValue());
        }
        return to;
    }

    /**
     * Switches, and hands the request over.
     *
     * @param connection the handler that read it, to be taken out
     * @param decoder to be taken out; what it read beyond the request is HTTP/2
     */
    void perform(ChannelHandlerContext connection, RequestDecoder decoder, ListenerContext context, Dispatch dispatch) {
        ChannelPipeline pipeline = connection.pipeline();
        ByteBuf early = decoder.releaseRemainder();
        connection.write(Unpooled.wrappedBuffer(SWITCHING));
        Http2FrameCodec codec = ClientStreams.furnish(pipeline, context, dispatch, false, null);
        ChannelHandlerContext here = pipeline.context(codec);
        try {
            codec.onHttpServerUpgrade(settings);
            codec.decoder().frameListener().onHeadersRead(here, STREAM, fields, 0, true);
            connection.fireChannelRead(early);
            connection.fireChannelReadComplete();
        } catch (Http2Exception e) {
            early.release();
            connection.close();
            return;
        }
        pipeline.remove(connection.handler());
        pipeline.remove(decoder);
    }
}
