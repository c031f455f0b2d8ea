package io.sallyport.http2;

import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.sallyport.http1.DecoderLimits;
import java.util.concurrent.TimeUnit;

/** The server's side of HTTP/2, with our settings (RFC 9113 section 6.5.2) and against floods (section 10.5). */
public final class ServerCodec {

    /** Bytes of a request's body that are held where its upstream is slow: 64 KiB a stream, as HTTP/1 reads at a time. */
    static final int STREAM_WINDOW = 65_535;

    /** Streams a client may cancel within {@link #RESET_SECONDS}; beyond it is an attack (CVE-2023-44487). */
    private static final int MOST_RESETS = 200;

    private static final int RESET_SECONDS = 30;
    /** Answers to PING and SETTINGS that may wait for a client which does not read. */
    private static final int MOST_QUEUED_ANSWERS = 1_000;

    private static final int MOST_EMPTY_DATA_FRAMES = 8;

    private ServerCodec() {}

    /**
     * A codec for one connection.
     *
     * @param maxStreams requests at a time, 1 or more; a client that begins more gets REFUSED_STREAM, and may repeat it
     */
    public static Http2FrameCodec create(int maxStreams) {
        Http2FrameCodec codec = ResetOnceCodecBuilder.ofServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(maxStreams)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize(DecoderLimits.DEFAULT.headerSection()))
                .validateHeaders(true)
                .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
                .encoderEnforceMaxQueuedControlFrames(MOST_QUEUED_ANSWERS)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY_DATA_FRAMES)
                // A drain lasts until its streams have ended; who drains knows for how long.
                .gracefulShutdownTimeoutMillis(TimeUnit.DAYS.toMillis(1))
                .build();
        Http2Connection connection = codec.connection();
        // Else it would hold only once the client has acknowledged our settings, which it may leave.
        connection.remote().maxActiveStreams(maxStreams);
        // The window of the whole connection is given back at once, or one slow upstream would stop all the others.
        connection
                .local()
                .flowController(new DefaultHttp2LocalFlowController(
                                connection, DefaultHttp2LocalFlowController.DEFAULT_WINDOW_UPDATE_RATIO, true)
                        .frameWriter(codec.encoder().frameWriter()));
        return codec;
    }
}
