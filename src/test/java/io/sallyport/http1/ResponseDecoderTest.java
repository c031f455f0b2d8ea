package io.sallyport.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of RFC 9112 for responses, each however the bytes are cut. */
class ResponseDecoderTest {

    private final ResponseDecoder decoder = new ResponseDecoder(DecoderLimits.DEFAULT);
    private final Wire wire = new Wire(decoder);

    @Test
    void a_body_of_fixed_length_comes_as_data() {
        assertThat(decode("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))
                .containsExactly("HTTP/1.1 200 OK {Content-Length=2}", "data hi", "end", "inactive");
    }

    @Test
    void a_length_of_zero_is_an_end_at_once() {
        assertThat(wire(HttpMethod.GET)
                        .feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                        .lines())
                .containsExactly("HTTP/1.1 200 OK {Content-Length=0}", "end");
    }

    @Test
    void a_chunked_body_comes_with_its_trailers() {
        assertThat(
                        decode(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\nSet-Cookie: a\r\n\r\n"))
                .containsExactly("HTTP/1.1 200 OK {Transfer-Encoding=chunked}", "data hi", "end {X-Sum=1}", "inactive");
    }

    @Test
    void a_body_without_length_lasts_until_the_connection_ends() {
        assertThat(decode("HTTP/1.1 200 OK\r\n\r\nhello"))
                .containsExactly("HTTP/1.1 200 OK {}", "data hello", "end", "inactive");
        assertThat(decode("HTTP/1.0 200 OK\r\n\r\n")).containsExactly("HTTP/1.0 200 OK {}", "end", "inactive");
    }

    @Test
    void a_body_without_length_ends_once_when_the_upstream_half_closes() {
        wire.feed("");
        decoder.expect(HttpMethod.GET);
        wire.feed("HTTP/1.1 200 OK\r\n\r\nhello");
        wire.channel().pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(wire.lines()).containsExactly("HTTP/1.1 200 OK {}", "data hello", "end");
        assertThat(wire.close().lines()).containsExactly("HTTP/1.1 200 OK {}", "data hello", "end", "inactive");
    }

    @Test
    void head_204_and_304_have_no_body_whatever_the_fields_say() {
        assertThat(wire(HttpMethod.HEAD)
                        .feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
                        .lines())
                .containsExactly("HTTP/1.1 200 OK {Content-Length=5}", "end");
        assertThat(wire(HttpMethod.HEAD)
                        .feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .lines())
                .containsExactly("HTTP/1.1 200 OK {Transfer-Encoding=chunked}", "end");
        assertThat(wire(HttpMethod.GET).feed("HTTP/1.1 204 No Content\r\n\r\n").lines())
                .containsExactly("HTTP/1.1 204 No Content {}", "end");
        assertThat(wire(HttpMethod.GET)
                        .feed("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")
                        .lines())
                .containsExactly("HTTP/1.1 304 Not Modified {Content-Length=5}", "end");
    }

    @Test
    void informational_responses_come_alone_before_the_final_one() {
        assertThat(decode("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                        + "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))
                .containsExactly(
                        "HTTP/1.1 100 Continue {}",
                        "HTTP/1.1 102 Processing {}",
                        "HTTP/1.1 103 Early Hints {Link=a}",
                        "HTTP/1.1 200 OK {Content-Length=2}",
                        "data hi",
                        "end",
                        "inactive");
    }

    @Test
    void after_101_the_bytes_are_kept_for_the_other_protocol() {
        decoder.expect(HttpMethod.GET);
        wire.feed("HTTP/1.1 101 Switching Protocols\r\n\r\nfra").feed("mes");

        ByteBuf remainder = decoder.releaseRemainder();

        assertThat(remainder.toString(StandardCharsets.US_ASCII)).isEqualTo("frames");
        remainder.release();
        assertThat(decoder.isReusable()).isFalse();
        assertThat(wire.close().lines()).containsExactly("HTTP/1.1 101 Switching Protocols {}", "inactive");
    }

    @Test
    void after_connect_and_2xx_the_bytes_are_kept_for_the_tunnel() {
        decoder.expect(HttpMethod.CONNECT);
        wire.feed("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ntunnel");
        ByteBuf remainder = decoder.releaseRemainder();
        assertThat(remainder.toString(StandardCharsets.US_ASCII)).isEqualTo("tunnel");
        remainder.release();
        assertThat(wire.close().lines()).containsExactly("HTTP/1.1 200 OK {Content-Length=9}", "end", "inactive");
    }

    @Test
    void the_reason_may_be_odd_empty_or_missing() {
        assertThat(decode("HTTP/1.1 200 Fine, th\u00e4nks\r\nContent-Length: 0\r\n\r\n"))
                .contains("HTTP/1.1 200 Fine, th\u00e4nks {Content-Length=0}");
        assertThat(decode("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n")).contains("HTTP/1.1 200  {Content-Length=0}");
        assertThat(decode("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")).contains("HTTP/1.1 200  {Content-Length=0}");
    }

    @Test
    void the_status_line_has_a_known_version_and_three_digits() {
        assertRefused("SSH-2.0-x\r\n", "not HTTP/1");
        assertRefused("HTTP/1.2 200 OK\r\n\r\n", "status line without HTTP/1.0 or HTTP/1.1");
        assertRefused("HTTP/2.0 200 OK\r\n\r\n", "status line without HTTP/1.0 or HTTP/1.1");
        assertRefused("HTTP/1.1  200 OK\r\n\r\n", "status line without a status of three digits");
        assertRefused("HTTP/1.1 20 OK\r\n\r\n", "status line without a status of three digits");
        assertRefused("HTTP/1.1 2000 OK\r\n\r\n", "status line without a status of three digits");
        assertRefused("HTTP/1.1 099 OK\r\n\r\n", "status line without a status of three digits");
        assertRefused("HTTP/1.1 +20 OK\r\n\r\n", "status line without a status of three digits");
        assertRefused("HTTP/1.1 200\tOK\r\n\r\n", "status line without a status of three digits");
        assertRefused("HTTP/1.1 200 O\rK\r\n\r\n", "control character in the reason phrase");
    }

    @Test
    void a_space_before_the_colon_is_taken_out() {
        assertThat(decode("HTTP/1.1 200 OK\r\nContent-Length \t: 2\r\n\r\nhi"))
                .containsExactly("HTTP/1.1 200 OK {Content-Length=2}", "data hi", "end", "inactive");
    }

    @Test
    void a_folded_line_is_refused() {
        assertRefused("HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n", "folded field line");
    }

    @Test
    void a_bare_line_feed_is_refused() {
        assertRefused("HTTP/1.1 200 OK\n\r\n", "line feed without carriage return");
        assertRefused("HTTP/1.1 200 OK\r\nX: a\n\r\n", "line feed without carriage return");
    }

    @Test
    void framing_that_contradicts_itself_is_refused_with_502() {
        assertFieldRefused("Content-Length: 2\r\nContent-Length: 3", "differing Content-Length values");
        assertFieldRefused("Content-Length: +2", "Content-Length not a number");
        assertFieldRefused(
                "Content-Length: 2\r\nTransfer-Encoding: chunked", "both Content-Length and Transfer-Encoding");
        assertFieldRefused("Transfer-Encoding: gzip, chunked", "transfer coding other than chunked");
        assertFieldRefused("Transfer-Encoding: xchunked", "Transfer-Encoding does not end in chunked");
    }

    @Test
    void too_large_a_head_is_refused_with_502() {
        assertThat(wire(HttpMethod.GET)
                        .feed("HTTP/1.1 200 OK\r\nX: " + "a".repeat(70_000))
                        .lines())
                .containsExactly("MalformedMessage[status=502, reason=header section too large]");
    }

    @Test
    void a_bad_chunk_is_refused_after_the_head() {
        assertThat(decode("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2 x\r\nhi\r\n"))
                .containsExactly(
                        "HTTP/1.1 200 OK {Transfer-Encoding=chunked}",
                        "MalformedMessage[status=502, reason=chunk size followed by other than an extension]",
                        "inactive");
    }

    @Test
    void a_close_in_mid_body_is_told() {
        String cut = "MalformedMessage[status=502, reason=closed in mid-body]";
        assertThat(decode("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi")).endsWith("data hi", cut, "inactive");
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (String part : List.of(
                "3\r\nhi", "2\r\nhi", "2\r\nhi\r\n", "2\r\nhi\r\n0", "2\r\nhi\r\n0\r\n", "2\r\nhi\r\n0\r\nX: 1\r\n")) {
            assertThat(decode(chunked + part)).as(part).endsWith("data hi", cut, "inactive");
        }
    }

    @Test
    void a_close_in_mid_head_is_told_and_one_before_it_is_not() {
        assertThat(decode("HTTP/1.1 200 OK\r\nX"))
                .containsExactly("MalformedMessage[status=502, reason=closed in mid-head]", "inactive");
        assertThat(wire(HttpMethod.GET).close().lines()).containsExactly("inactive");
    }

    @Test
    void bytes_that_no_request_asked_for_are_refused() {
        wire.feed("HTTP/1.1 408 Request Timeout\r\n\r\n");
        assertThat(wire.close().lines())
                .containsExactly("MalformedMessage[status=502, reason=bytes that no request asked for]", "inactive");
        assertThat(decoder.isReusable()).isFalse();
    }

    @Test
    void bytes_beyond_a_response_are_refused_and_the_connection_is_not_reused() {
        String beyond = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        wire.onMessage(message -> {
            if (message instanceof LastHttpContent) {
                assertThat(decoder.isReusable()).isFalse();
            }
        });
        decoder.expect(HttpMethod.GET);
        assertThat(wire.feed(beyond).close().lines())
                .containsExactly(
                        "HTTP/1.1 200 OK {Content-Length=2}",
                        "data hi",
                        "end",
                        "MalformedMessage[status=502, reason=bytes that no request asked for]",
                        "inactive");
    }

    @Test
    void a_kept_connection_takes_one_response_after_the_other() {
        for (int round = 0; round < 3; round++) {
            assertThat(decoder.isReusable()).isTrue();
            decoder.expect(HttpMethod.GET);
            assertThat(decoder.isReusable()).isFalse();
            wire.feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        }
        assertThat(wire.close().lines()).hasSize(10);
        assertThat(decoder.isReusable()).as("after the close").isFalse();
    }

    @Test
    void the_next_response_may_be_expected_within_the_call_that_ends_the_one_before() {
        wire.onMessage(message -> {
            if (message instanceof LastHttpContent && decoder.isReusable()) {
                decoder.expect(HttpMethod.HEAD);
            }
        });
        decoder.expect(HttpMethod.GET);
        wire.feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
                .feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        assertThat(wire.close().lines())
                .containsExactly(
                        "HTTP/1.1 200 OK {Content-Length=2}",
                        "data hi",
                        "end",
                        "HTTP/1.1 200 OK {Content-Length=2}",
                        "end",
                        "inactive");
    }

    @Test
    void whether_the_connection_is_kept_depends_on_version_and_connection_field() {
        assertThat(isReusableAfter("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
                .isTrue();
        assertThat(isReusableAfter("HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n"))
                .isFalse();
        assertThat(isReusableAfter("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"))
                .isFalse();
        assertThat(isReusableAfter("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n"))
                .isTrue();
        assertThat(isReusableAfter("HTTP/1.1 200 OK\r\n\r\n")).isFalse();
        assertThat(isReusableAfter("HTTP/1.1 100 Continue\r\n\r\n")).isFalse();
    }

    @Test
    void expecting_on_a_connection_not_to_be_used_again_is_a_mistake() {
        decoder.expect(HttpMethod.GET);
        wire.feed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        assertThatThrownBy(() -> decoder.expect(HttpMethod.GET)).isInstanceOf(IllegalStateException.class);
        wire.close();
    }

    private static boolean isReusableAfter(String bytes) {
        ResponseDecoder fresh = new ResponseDecoder(DecoderLimits.DEFAULT);
        Wire wire = new Wire(fresh);
        fresh.expect(HttpMethod.GET);
        wire.feed(bytes);
        boolean reusable = fresh.isReusable();
        wire.close();
        return reusable;
    }

    private static Wire wire(HttpMethod method) {
        ResponseDecoder fresh = new ResponseDecoder(DecoderLimits.DEFAULT);
        Wire wire = new Wire(fresh);
        fresh.expect(method);
        return wire;
    }

    private static List<String> decode(String bytes) {
        return Wire.decodeHoweverCut(() -> wire(HttpMethod.GET), bytes);
    }

    private static void assertFieldRefused(String field, String reason) {
        assertRefused("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\nhi", reason);
    }

    private static void assertRefused(String bytes, String reason) {
        assertThat(decode(bytes)).containsExactly(new MalformedMessage(502, reason).toString(), "inactive");
    }
}
