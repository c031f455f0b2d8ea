package io.sallyport.upstream;

import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.sallyport.http1.DecoderLimits;
import io.sallyport.http2.ResetOnceCodecBuilder;

/** The client's side of HTTP/2, with our settings (RFC 9113 section 6.5.2). */
final class Http2Codec {

    /** Bytes of a response's body that are held where its client is slow: 256 KiB a stream. */
    static final int STREAM_WINDOW = 256 * 1024;

    private Http2Codec() {}

    static Http2FrameCodec create() {
        Http2FrameCodec codec = ResetOnceCodecBuilder.ofClient()
                .initialSettings(Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize(DecoderLimits.DEFAULT.headerSection()))
                .validateHeaders(true)
                // Connections are closed when nothing is on them, or when they are broken.
                .gracefulShutdownTimeoutMillis(0)
                .build();
        Http2Connection connection = codec.connection();
        // The window of the whole connection is given back at once, or one slow client would stop all the others.
        connection
                .local()
                .flowController(new DefaultHttp2LocalFlowController(
                                connection, DefaultHttp2LocalFlowController.DEFAULT_WINDOW_UPDATE_RATIO, true)
                        .frameWriter(codec.encoder().frameWriter()));
        return codec;
    }
}
