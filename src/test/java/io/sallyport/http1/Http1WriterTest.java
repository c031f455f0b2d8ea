package io.sallyport.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http1WriterTest {

    private final ByteBuf out = Unpooled.buffer();
    private final HttpHeaders headers =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();

    @Test
    void a_request_head_is_written_in_the_order_of_its_fields() {
        headers.add("Host", "a").add("X-Two", "1").add("x-two", "caf\u00e9");
        Http1Writer.requestHead(out, request("/x?y"));
        assertThat(text(out)).isEqualTo("GET /x?y HTTP/1.1\r\nHost: a\r\nX-Two: 1\r\nx-two: caf\u00e9\r\n\r\n");
    }

    @Test
    void the_version_written_is_our_own() {
        Http1Writer.requestHead(out, new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/", headers));
        assertThat(text(out)).startsWith("GET / HTTP/1.1\r\n");
    }

    @Test
    void a_response_head_has_its_own_reason_or_the_one_given() {
        headers.add("Content-Length", 0);
        Http1Writer.responseHead(out, response());
        Http1Writer.responseHead(out, response(), "host not listed: b");
        assertThat(text(out))
                .startsWith("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                .endsWith("\nHTTP/1.1 403 host not listed: b\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void a_head_larger_than_the_scratch_is_written_whole() {
        headers.add("X", "a".repeat(100_000));
        Http1Writer.requestHead(out, request("/" + "b".repeat(10_000)));
        assertThat(text(out)).hasSize(10_001 + 13 + 2 + 3 + 100_000 + 2 + 2).endsWith("a\r\n\r\n");
    }

    @Test
    void a_line_break_or_nul_in_a_value_is_never_written() {
        for (String bad : List.of("a\rb", "a\nb", "a\u0000b", "a\u010ab", "\r\nX: y")) {
            headers.set("X", bad);
            assertThatThrownBy(() -> Http1Writer.requestHead(out, request("/")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("value or reason holds a line break or NUL");
            assertThatThrownBy(() -> Http1Writer.responseHead(out, response()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Http1Writer.lastChunk(out, headers)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(text(out)).isEmpty();
    }

    @Test
    void a_name_that_is_no_token_is_never_written() {
        for (String bad : List.of("X\r\nY", "X Y", "X:", "", "X\u0000")) {
            HttpHeaders named = DefaultHttpHeadersFactory.headersFactory()
                    .withValidation(false)
                    .newHeaders()
                    .add(bad, "v");
            assertThatThrownBy(() -> Http1Writer.lastChunk(out, named)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(text(out)).isEmpty();
    }

    @Test
    void a_reason_with_a_line_break_is_never_written() {
        assertThatThrownBy(() -> Http1Writer.responseHead(out, response(), "no\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void a_target_with_a_blank_or_control_is_never_written() {
        for (String bad : List.of("/a b", "/a\tb", "/a\r\nb", "/\u007f", "/\u00e9", "/\u0120", "")) {
            HttpRequest unchecked = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", headers) {
                @Override
                public String uri() {
                    return bad;
                }
            };
            assertThatThrownBy(() -> Http1Writer.requestHead(out, unchecked))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(text(out)).isEmpty();
    }

    @Test
    void chunks_of_any_size_have_their_size_before_them_and_are_released() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        for (int size : new int[] {1, 9, 10, 15, 16, 255, 256, 1023, 1024, 1025, 4096, 70_000}) {
            String data = "d".repeat(size);
            ByteBuf chunk = Http1Writer.chunk(
                    allocator, allocator.buffer(size).writeBytes(data.getBytes(StandardCharsets.US_ASCII)));
            assertThat(text(chunk)).isEqualTo(Integer.toHexString(size) + "\r\n" + data + "\r\n");
            chunk.release();
        }
        assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
                .isZero();
    }

    @Test
    void large_data_is_not_copied() {
        ByteBuf data = Unpooled.buffer(4096).writeZero(4096);
        ByteBuf chunk = Http1Writer.chunk(UnpooledByteBufAllocator.DEFAULT, data);
        data.setByte(0, 'x');
        assertThat(chunk.getByte("1000\r\n".length())).isEqualTo((byte) 'x');
        chunk.release();
        assertThat(data.refCnt()).isZero();
    }

    @Test
    void empty_data_makes_no_chunk_since_that_would_be_the_last() {
        assertThat(Http1Writer.chunk(UnpooledByteBufAllocator.DEFAULT, Unpooled.EMPTY_BUFFER)
                        .isReadable())
                .isFalse();
    }

    @Test
    void the_last_chunk_carries_the_trailers() {
        Http1Writer.lastChunk(out, EmptyHttpHeaders.INSTANCE);
        Http1Writer.lastChunk(out, headers.add("X-Sum", "1"));
        assertThat(text(out)).isEqualTo("0\r\n\r\n0\r\nX-Sum: 1\r\n\r\n");
    }

    private HttpRequest request(String target) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target, headers);
    }

    private HttpResponse response() {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.FORBIDDEN, headers);
    }

    private static String text(ByteBuf buffer) {
        return buffer.toString(StandardCharsets.ISO_8859_1);
    }
}
