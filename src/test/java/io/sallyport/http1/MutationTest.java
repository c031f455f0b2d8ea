package io.sallyport.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Good messages with a few octets changed, taken out or put in: the decoders never fail nor leak, give the same however
 * the bytes are cut, and read no request as another than a second, independent decoder does. The seed is fixed, so a
 * failure comes again.
 */
class MutationTest {

    private static final int ROUNDS = 5_000;

    private static final List<String> REQUESTS = List.of(
            "GET http://a/x HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n",
            "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\nConnection: keep-alive, x\r\n\r\nbytes");

    private static final List<String> RESPONSES = List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: 1\r\n\r\n",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nuntil close");

    private static final String ALPHABET = "\r\n\t :;,=\u0000\u007f\u0080\u00ff012aAfFxX-+/.#(\"";

    private final Random random = new Random(20_250_101);

    @Test
    void mutated_requests_never_fail_nor_leak_nor_depend_on_the_cut() {
        holdAgainstCuts(REQUESTS, MutationTest::requestWire);
    }

    @Test
    void mutated_responses_never_fail_nor_leak_nor_depend_on_the_cut() {
        holdAgainstCuts(RESPONSES, () -> {
            ResponseDecoder decoder = new ResponseDecoder(DecoderLimits.DEFAULT);
            Wire wire = new Wire(decoder);
            decoder.expect(HttpMethod.GET);
            return wire;
        });
    }

    @Test
    void a_request_accepted_is_read_alike_by_another_decoder() {
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String bytes = mutate(REQUESTS.get(round % 3));
            List<String> ours = requestWire().feed(bytes).close().lines();
            if (ours.stream().anyMatch(line -> line.startsWith("end"))) {
                accepted++;
                assertThat(startAndBody(ours)).as(bytes).isEqualTo(readByAnother(bytes));
            }
        }
        assertThat(accepted).as("rounds that compare something").isGreaterThan(ROUNDS / 10);
    }

    private void holdAgainstCuts(List<String> seeds, Supplier<Wire> wires) {
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String bytes = mutate(seeds.get(round % seeds.size()));
            List<String> whole = wires.get().feed(bytes).close().lines();
            int first = random.nextInt(bytes.length() + 1);
            int second = first + random.nextInt(bytes.length() + 1 - first);
            List<String> cut = wires.get()
                    .feed(bytes.substring(0, first))
                    .feed(bytes.substring(first, second))
                    .feed(bytes.substring(second))
                    .close()
                    .lines();
            assertThat(cut).as("%s cut at %d and %d", bytes, first, second).isEqualTo(whole);
            refused += whole.toString().contains("MalformedMessage") ? 1 : 0;
        }
        assertThat(refused).as("rounds that refuse something").isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    private String mutate(String seed) {
        StringBuilder bytes = new StringBuilder(seed);
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(bytes.length());
            char octet = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> bytes.setCharAt(at, octet);
                case 1 -> bytes.insert(at, octet);
                case 2 -> bytes.deleteCharAt(at);
                default -> {
                    int to = Math.min(bytes.length(), at + random.nextInt(30));
                    bytes.insert(at, bytes.substring(at, to));
                }
            }
        }
        return bytes.toString();
    }

    private static Wire requestWire() {
        return new Wire(new RequestDecoder(DecoderLimits.DEFAULT));
    }

    private static String startAndBody(List<String> lines) {
        String head = lines.getFirst();
        String body = lines.get(1).startsWith("data ") ? lines.get(1).substring("data ".length()) : "";
        return head.substring(0, head.indexOf(" {")) + "\n" + body;
    }

    /** The first request, as Netty's own decoder reads it. */
    private static String readByAnother(String bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpRequestDecoder(new HttpDecoderConfig().setAllowDuplicateContentLengths(true)));
        channel.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes(StandardCharsets.ISO_8859_1)));
        StringBuilder read = new StringBuilder();
        boolean ended = false;
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (!ended
                    && message instanceof HttpObject object
                    && object.decoderResult().isFailure()) {
                read.append(object.decoderResult().cause());
            }
            if (!ended && message instanceof HttpRequest request) {
                read.append("%s %s %s\n".formatted(request.method(), request.uri(), request.protocolVersion()));
            }
            if (message instanceof HttpContent content) {
                read.append(ended ? "" : content.content().toString(StandardCharsets.ISO_8859_1));
                content.release();
            }
            ended |= message instanceof LastHttpContent;
        }
        channel.finishAndReleaseAll();
        return read.toString();
    }
}
