package io.sallyport.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One request at a time, and what the listener may do to the decoder while it is being called. */
class RequestDecoderFlowTest {

    private static final String FIRST = "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
    private static final String SECOND = "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String FIRST_HEAD = "POST /1 HTTP/1.1 {Host=a, Content-Length=2}";
    private static final String SECOND_HEAD = "GET /2 HTTP/1.1 {Host=a}";

    private final RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);
    private final Wire wire = new Wire(decoder);

    @Test
    void a_pipelined_request_waits_until_asked_for() {
        wire.feed(FIRST + SECOND);
        assertThat(wire.lines()).containsExactly(FIRST_HEAD, "data hi", "end");

        decoder.next();

        assertThat(wire.close().lines()).containsExactly(FIRST_HEAD, "data hi", "end", SECOND_HEAD, "end", "inactive");
    }

    @Test
    void pipelined_requests_come_in_order_however_cut_when_asked_for_within_the_call() {
        assertThat(Wire.decodeHoweverCut(
                        () -> {
                            RequestDecoder asked = new RequestDecoder(DecoderLimits.DEFAULT);
                            return new Wire(asked).onMessage(message -> {
                                if (message instanceof LastHttpContent) {
                                    asked.next();
                                }
                            });
                        },
                        FIRST + SECOND + "\r\n" + FIRST))
                .containsExactly(
                        FIRST_HEAD, "data hi", "end", SECOND_HEAD, "end", FIRST_HEAD, "data hi", "end", "inactive");
    }

    @Test
    void many_pipelined_requests_do_not_deepen_the_stack() {
        AtomicInteger ends = new AtomicInteger();
        wire.onMessage(message -> {
            if (message instanceof LastHttpContent) {
                ends.incrementAndGet();
                decoder.next();
            }
        });

        wire.feed(SECOND.repeat(20_000)).close();

        assertThat(ends).hasValue(20_000);
    }

    @Test
    void the_end_of_a_read_is_told_after_a_request_that_was_waiting() {
        wire.feed(FIRST + SECOND);
        AtomicInteger completed = new AtomicInteger();
        wire.channel().pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                completed.incrementAndGet();
            }
        });

        decoder.next();

        assertThat(completed).hasValue(1);
        wire.close();
    }

    @Test
    void next_in_the_middle_of_a_request_is_a_mistake() {
        wire.feed(FIRST.substring(0, FIRST.length() - 1));
        assertThatThrownBy(decoder::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("next() in the middle of a request");
        wire.close();
    }

    @Test
    void next_after_a_malformed_message_changes_nothing() {
        wire.feed("GET / HTTP/3.0\r\n\r\n" + SECOND);
        decoder.next();
        assertThat(wire.feed(SECOND).close().lines())
                .containsExactly(
                        "MalformedMessage[status=505, reason=HTTP version other than 1.0 and 1.1]", "inactive");
    }

    @Test
    void between_messages_is_known() {
        assertThat(decoder.isBetweenMessages()).isTrue();
        wire.feed("G");
        assertThat(decoder.isBetweenMessages()).isFalse();
        wire.feed(SECOND.substring(1));
        assertThat(decoder.isBetweenMessages()).isTrue();
        decoder.next();
        wire.feed("GET / HTTP/1.1\r\n");
        assertThat(decoder.isBetweenMessages()).isFalse();
        wire.close();
    }

    @Test
    void bytes_after_connect_are_handed_over_and_later_ones_pass() {
        wire.feed("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n\u0016\u0003hel")
                .feed("lo");

        ByteBuf remainder = decoder.releaseRemainder();

        assertThat(remainder.toString(StandardCharsets.ISO_8859_1)).isEqualTo("\u0016\u0003hello");
        remainder.release();
        assertThat(wire.feed("more").close().lines())
                .containsExactly("CONNECT a:443 HTTP/1.1 {Host=a:443}", "end", "raw more", "inactive");
    }

    @Test
    void the_tunnel_may_begin_within_the_call() {
        StringBuilder early = new StringBuilder();
        wire.onMessage(message -> {
            if (message instanceof LastHttpContent) {
                ByteBuf remainder = decoder.releaseRemainder();
                early.append(remainder.toString(StandardCharsets.ISO_8859_1));
                remainder.release();
                wire.channel().pipeline().remove(decoder);
            }
        });

        wire.feed("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\nGET / HTTP/1.1\r\n\r\n")
                .feed("more");

        assertThat(early).hasToString("GET / HTTP/1.1\r\n\r\n");
        assertThat(wire.close().lines())
                .containsExactly("CONNECT a:443 HTTP/1.1 {Host=a:443}", "end", "raw more", "inactive");
    }

    @Test
    void a_remainder_of_nothing_is_an_empty_buffer() {
        wire.feed("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");
        assertThat(decoder.releaseRemainder().isReadable()).isFalse();
        wire.close();
    }

    @Test
    void closing_within_the_call_ends_decoding_and_releases_the_rest() {
        wire.onMessage(message -> {
            if (message instanceof HttpRequest) {
                wire.channel().close();
            }
        });

        wire.feed(FIRST + SECOND);

        assertThat(wire.close().lines()).containsExactly(FIRST_HEAD, "inactive");
    }

    @Test
    void removing_within_the_call_releases_the_rest() {
        wire.onMessage(message -> {
            if (message instanceof HttpRequest) {
                wire.channel().pipeline().remove(decoder);
            }
        });
        wire.feed(FIRST + SECOND);
        assertThat(wire.close().lines()).containsExactly(FIRST_HEAD, "inactive");
    }

    @Test
    void bytes_read_within_the_call_come_after_those_at_hand() {
        wire.onMessage(message -> {
            if (message instanceof HttpRequest request && request.uri().equals("/1")) {
                wire.channel()
                        .pipeline()
                        .firstContext()
                        .pipeline()
                        .fireChannelRead(wire.buffer(SECOND.getBytes(StandardCharsets.US_ASCII)));
            }
            if (message instanceof LastHttpContent) {
                decoder.next();
            }
        });
        wire.feed(FIRST);
        assertThat(wire.close().lines()).containsExactly(FIRST_HEAD, "data hi", "end", SECOND_HEAD, "end", "inactive");
    }

    @Test
    void a_client_that_ends_its_sending_in_the_middle_can_still_be_answered() {
        wire.feed(FIRST.substring(0, FIRST.length() - 1));
        wire.channel().pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(wire.close().lines())
                .containsExactly(
                        FIRST_HEAD, "data h", "MalformedMessage[status=400, reason=closed in mid-body]", "inactive");
    }

    @Test
    void a_client_that_ends_its_sending_still_gets_what_it_pipelined() {
        wire.feed(FIRST + SECOND + "GET");
        wire.channel().pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(decoder.isExhausted()).isFalse();

        decoder.next();
        assertThat(wire.lines()).endsWith(SECOND_HEAD, "end");
        decoder.next();

        assertThat(decoder.isExhausted()).isTrue();
        assertThat(wire.close().lines())
                .endsWith("MalformedMessage[status=400, reason=closed in mid-head]", "inactive");
    }

    @Test
    void a_client_that_ends_its_sending_after_a_request_is_no_error() {
        wire.feed(SECOND);
        wire.channel().pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        decoder.next();
        assertThat(decoder.isExhausted()).isTrue();
        assertThat(wire.close().lines()).containsExactly(SECOND_HEAD, "end", "inactive");
    }

    @Test
    void a_client_that_is_gone_in_the_middle_is_not_answered() {
        wire.feed(FIRST.substring(0, FIRST.length() - 1));
        assertThat(wire.close().lines()).containsExactly(FIRST_HEAD, "data h", "inactive");
    }

    @Test
    void half_a_head_reads_on_without_auto_read_and_a_whole_request_does_not() {
        AtomicInteger reads = new AtomicInteger();
        wire.channel().config().setAutoRead(false);
        wire.channel().pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext context) {
                reads.incrementAndGet();
            }
        });

        wire.feed(SECOND.substring(0, 9));
        assertThat(reads).hasValue(1);
        wire.feed(SECOND.substring(9));
        assertThat(reads).hasValue(1);
        wire.feed(FIRST);
        assertThat(reads).as("reads while waiting").hasValue(1);
        wire.close();
    }
}
