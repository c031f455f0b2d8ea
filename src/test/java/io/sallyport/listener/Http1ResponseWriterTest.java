package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http1ResponseWriterTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\n\r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Http1ResponseWriter writer =
            new Http1ResponseWriter(channel.pipeline().firstContext());

    @AfterEach
    void nothingIsLeft() {
        writer.drop();
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void aSmallResponseIsOneBuffer() {
        writer.head(ok(), ResponseFraming.LENGTH);
        writer.body(data("tiny"));
        writer.end(EmptyHttpHeaders.INSTANCE);
        writer.flush();

        assertThat(next()).isEqualTo(HEAD + "tiny");
    }

    @Test
    void aSmallChunkedResponseIsOneBufferToo() {
        writer.head(ok(), ResponseFraming.CHUNKED);
        writer.body(data("tiny"));
        writer.end(EmptyHttpHeaders.INSTANCE);
        writer.flush();

        assertThat(next()).isEqualTo(HEAD + "4\r\ntiny\r\n0\r\n\r\n");
    }

    @Test
    void aLargeBodyIsNotCopied() {
        ByteBuf large = data("x".repeat(5_000));
        writer.head(ok(), ResponseFraming.UNTIL_CLOSE);
        writer.body(large);
        writer.flush();

        assertThat(next()).isEqualTo(HEAD);
        ByteBuf written = channel.readOutbound();
        assertThat(written).isSameAs(large);
        written.release();
    }

    @Test
    void nothingLeavesBeforeTheFlush() {
        writer.head(ok(), ResponseFraming.LENGTH);
        writer.body(data("x".repeat(5_000)));

        assertThat(channel.outboundMessages()).isEmpty();
        writer.flush();
        channel.releaseOutbound();
    }

    @Test
    void aBodyWhereThereIsNoneIsDropped() {
        ByteBuf data = data("surprise");
        writer.head(ok(), ResponseFraming.NONE);
        writer.body(data);
        writer.flush();

        assertThat(data.refCnt()).isZero();
        assertThat(next()).isEqualTo(HEAD);
    }

    private String next() {
        ByteBuf written = channel.readOutbound();
        String text = written.toString(StandardCharsets.ISO_8859_1);
        written.release();
        return text;
    }

    private static HttpResponse ok() {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    }

    private static ByteBuf data(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
