package io.sallyport.http2;

import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;

/** Makes codecs that reset no stream twice: see {@link ResetOnceEncoder}. */
public final class ResetOnceCodecBuilder extends Http2FrameCodecBuilder {

    private ResetOnceCodecBuilder(boolean server) {
        server(server);
    }

    /** For the side that is asked. */
    public static Http2FrameCodecBuilder ofServer() {
        return new ResetOnceCodecBuilder(true);
    }

    /** For the side that asks. */
    public static Http2FrameCodecBuilder ofClient() {
        return new ResetOnceCodecBuilder(false);
    }

    @Override
    protected Http2FrameCodec build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initialSettings) {
        return super.build(decoder, new ResetOnceEncoder(encoder), initialSettings);
    }
}
