package io.sallyport.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A channel with one decoder, whose messages are written down as lines of text. Data that came in pieces is one line, so
 * that the same bytes give the same lines however they are cut. Its allocator counts: nothing may be left at the end.
 */
final class Wire {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final List<String> lines = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private Consumer<Object> listener = message -> {};

    Wire(MessageDecoder decoder) {
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(decoder, new Recorder());
    }

    /** What the bytes give, fed at once; and the same must come out cut in two at every place, and byte by byte. */
    static List<String> decodeHoweverCut(Supplier<Wire> wires, String bytes) {
        List<String> whole = wires.get().feed(bytes).close().lines();
        for (int cut = 1; cut < bytes.length(); cut++) {
            List<String> halves = wires.get()
                    .feed(bytes.substring(0, cut))
                    .feed(bytes.substring(cut))
                    .close()
                    .lines();
            assertThat(halves).as("cut before byte %d", cut).isEqualTo(whole);
        }
        Wire bytewise = wires.get();
        for (int index = 0; index < bytes.length(); index++) {
            bytewise.feed(bytes.substring(index, index + 1));
        }
        assertThat(bytewise.close().lines()).as("byte by byte").isEqualTo(whole);
        return whole;
    }

    /** Called with each message as it is fired, before the call to the decoder returns. */
    Wire onMessage(Consumer<Object> called) {
        listener = called;
        return this;
    }

    Wire feed(String bytes) {
        return feed(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire feed(byte[] bytes) {
        channel.writeInbound(buffer(bytes));
        return this;
    }

    ByteBuf buffer(byte[] bytes) {
        return allocator.buffer(Math.max(1, bytes.length)).writeBytes(bytes);
    }

    EmbeddedChannel channel() {
        return channel;
    }

    /** Closes the channel, and sees that every buffer was released and no handler failed. */
    Wire close() {
        channel.close();
        channel.checkException();
        assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
                .as("bytes not released")
                .isZero();
        return this;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    private static String text(HttpHeaders headers) {
        return headers.entries().stream().map(Map.Entry::toString).collect(Collectors.joining(", ", "{", "}"));
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (message) {
                case HttpRequest request ->
                    lines.add("%s %s %s %s"
                            .formatted(
                                    request.method(),
                                    request.uri(),
                                    request.protocolVersion(),
                                    text(request.headers())));
                case HttpResponse response ->
                    lines.add("%s %s %s"
                            .formatted(response.protocolVersion(), response.status(), text(response.headers())));
                case LastHttpContent last ->
                    lines.add(last.trailingHeaders().isEmpty() ? "end" : "end " + text(last.trailingHeaders()));
                case HttpContent content -> addData("data ", content.content());
                case ByteBuf raw -> addData("raw ", raw);
                default -> lines.add(message.toString());
            }
            listener.accept(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            lines.add("inactive");
        }

        private void addData(String kind, ByteBuf data) {
            String text = data.toString(StandardCharsets.ISO_8859_1);
            data.release();
            if (!lines.isEmpty() && lines.getLast().startsWith(kind)) {
                lines.set(lines.size() - 1, lines.getLast() + text);
            } else {
                lines.add(kind + text);
            }
        }
    }
}
