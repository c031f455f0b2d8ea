package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.sallyport.exchange.Outcome;
import io.sallyport.listener.FrameClient.Frame;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** How much a client of HTTP/2 may ask for, and how long it may take. */
class Http2BoundsTest {

    private static final int INITIAL_WINDOW = 4;

    @Test
    void streamsBeyondTheBoundAreRefusedAndMayBeRepeated() {
        try (Proxy proxy = new Bounds().streams(2).proxy();
                FrameClient client = new FrameClient(proxy)) {
            client.get(1).get(3).get(5);

            Frame refused = client.read();
            assertThat(refused.stream()).isEqualTo(5);
            assertThat(refused.error()).isEqualTo(Http2Error.REFUSED_STREAM);
            proxy.forwarder.awaitCall().respond(200, "");
            assertThat(client.read().field(":status")).isEqualTo("200");
        }
    }

    @Test
    void aFloodOfResetsEndsTheConnection() {
        try (Proxy proxy = new Proxy();
                FrameClient client = new FrameClient(proxy)) {
            flood(stream -> client.get(stream).reset(stream, Http2Error.CANCEL));

            assertThat(client.closes()).isTrue();
            assertThat(proxy.observer.startedCount()).isLessThan(300);
        }
    }

    @Test
    void bodiesThatComeAfterTheirAnswersAreIgnored() {
        try (Proxy proxy = new Proxy();
                FrameClient client = new FrameClient(proxy)) {
            for (int stream = 1; stream < 1_000; stream += 2) {
                client.post(stream);
                proxy.forwarder.awaitCall().respond(200, "");
                assertThat(client.read().field(":status")).isEqualTo("200");
                assertThat(untilReset(client).error()).isEqualTo(Http2Error.NO_ERROR);
                client.data(stream, "too late", false);
            }

            client.get(1_001);
            proxy.forwarder.awaitCall().respond(200, "");
            assertThat(client.read().field(":status")).isEqualTo("200");
        }
    }

    private static Frame untilReset(FrameClient client) {
        Frame frame = client.read();
        while (frame.type() != FrameClient.RST_STREAM) {
            frame = client.read();
        }
        return frame;
    }

    @Test
    void aFloodOfEmptyDataEndsTheConnection() {
        try (Proxy proxy = new Proxy();
                FrameClient client = new FrameClient(proxy)) {
            client.post(1);
            flood(ignored -> client.data(1, "", false));

            assertThat(client.closes()).isTrue();
            assertThat(proxy.forwarder.awaitCall().aborted).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void aFloodOfContinuationsEndsTheConnection() {
        try (Proxy proxy = new Proxy();
                FrameClient client = new FrameClient(proxy)) {
            client.frame(FrameClient.HEADERS, FrameClient.END_STREAM, 1, client.block(1, FrameClient.request("GET")));
            flood(ignored -> client.frame(FrameClient.CONTINUATION, 0, 1, new byte[0]));

            assertThat(client.closes()).isTrue();
            assertThat(proxy.forwarder.wasCalled()).isFalse();
        }
    }

    @Test
    void aFloodOfPingsWhoseAnswersNobodyReadsEndsTheConnection() {
        try (Proxy proxy = new Proxy();
                FrameClient client = new FrameClient(proxy)) {
            byte[] ping = new byte[8];
            // More answers than any socket's buffers hold.
            boolean refused = false;
            for (int sent = 0; sent < 2_000_000 && !refused; sent++) {
                refused = !sends(() -> client.frame(FrameClient.PING, 0, 0, ping));
            }

            assertThat(refused).as("the proxy closed").isTrue();
        }
    }

    /** Sends until there are enough, or the proxy has had enough. */
    private static void flood(IntConsumer send) {
        for (int stream = 1; stream < 4_000; stream += 2) {
            int next = stream;
            if (!sends(() -> send.accept(next))) {
                return;
            }
        }
    }

    private static boolean sends(Runnable frame) {
        try {
            frame.run();
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() {
        try (Proxy proxy = new Proxy();
                FrameClient client = new FrameClient(proxy)) {
            String[] large = new String[2 * 7];
            Arrays.setAll(large, index -> index % 2 == 0 ? "x-" + index : "v".repeat(10_000));
            byte[] block = client.block(1, FrameClient.request("GET", large));
            int type = FrameClient.HEADERS;
            for (int from = 0; from < block.length; from += 16_000) {
                int to = Math.min(block.length, from + 16_000);
                int flags =
                        (from == 0 ? FrameClient.END_STREAM : 0) | (to == block.length ? FrameClient.END_HEADERS : 0);
                client.frame(type, flags, 1, Arrays.copyOfRange(block, from, to));
                type = FrameClient.CONTINUATION;
            }

            assertThat(client.read().field(":status")).isEqualTo("431");
            assertThat(proxy.forwarder.wasCalled()).isFalse();
        }
    }

    @Test
    void anIdleConnectionIsClosedWithAWord() {
        try (Proxy proxy = new Bounds().shortIdle().proxy();
                FrameClient client = new FrameClient(proxy)) {
            client.get(1);
            proxy.forwarder.awaitCall().respond(200, "a");
            assertThat(client.read().field(":status")).isEqualTo("200");
            assertThat(client.read().text()).isEqualTo("a");

            assertThat(client.read().type()).isEqualTo(FrameClient.GOAWAY);
            assertThat(client.closes()).isTrue();
        }
    }

    @Test
    void halfAPrefaceIsNotWaitedForLong() {
        try (Proxy proxy = new Bounds().shortHeader().proxy();
                RawClient client = proxy.client()) {
            client.send("PRI * HT");

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void aBodyThatStopsComingIsAnswered() {
        try (Proxy proxy = new Bounds().shortStall().proxy();
                FrameClient client = new FrameClient(proxy)) {
            client.post(1).data(1, "a", false);

            assertThat(proxy.forwarder.awaitCall().awaitAbort()).isEqualTo(Outcome.CLIENT_TIMEOUT);
            assertThat(client.read().field(":status")).isEqualTo("408");
        }
    }

    @Test
    void aClientThatStopsReadingIsCut() {
        try (Proxy proxy = new Bounds().shortStall().proxy();
                FrameClient client = new FrameClient(proxy, INITIAL_WINDOW, 10)) {
            client.get(1);
            Call call = proxy.forwarder.awaitCall();
            call.head(200).body(new byte[200_000]);

            assertThat(call.awaitAbort()).isEqualTo(Outcome.CLIENT_TIMEOUT);
            assertThat(client.read().field(":status")).isEqualTo("200");
            assertThat(client.read().payload()).hasSize(10);
            assertThat(client.read().type()).isEqualTo(FrameClient.RST_STREAM);
        }
    }

    @Test
    void theUpstreamIsReadNoFasterThanTheClientsWindowAllows() {
        try (Proxy proxy = new Proxy();
                FrameClient client = new FrameClient(proxy, INITIAL_WINDOW, 10)) {
            client.get(1);
            Call call = proxy.forwarder.awaitCall();
            call.head(200).body(new byte[200_000]);
            assertThat(client.read().field(":status")).isEqualTo("200");
            assertThat(client.read().payload()).hasSize(10);
            call.body("");
            assertThat(call.wanted).isFalse();

            client.window(1, 1_000_000).window(0, 1_000_000);
            int more = 0;
            while (more < 199_990) {
                more += client.read().payload().length;
            }
            call.end();

            assertThat(client.read().ends()).isTrue();
            assertThat(call.wanted).isTrue();
        }
    }

    @Test
    void theClientIsReadNoFasterThanTheUpstreamTakes() {
        try (Proxy proxy = new Proxy();
                FrameClient client = new FrameClient(proxy)) {
            proxy.forwarder.writable = false;
            String piece = "x".repeat(8_000);
            client.post(1).data(1, piece, false);
            Call call = proxy.forwarder.awaitCall();
            roundTrip(proxy, client, 3);
            for (int sent = 1; sent < 8; sent++) {
                client.data(1, piece, false);
            }
            roundTrip(proxy, client, 5);
            assertThat(call.received.get())
                    .as("while the upstream takes no more")
                    .isEqualTo(8_000);

            call.takeMore();
            client.data(1, "", true);
            call.awaitEnd();
            assertThat(call.received.get()).isEqualTo(64_000);
        }
    }

    /** Another stream goes on meanwhile, and what was sent before it has been read. */
    private static void roundTrip(Proxy proxy, FrameClient client, int stream) {
        client.get(stream);
        proxy.forwarder.awaitCall().respond(204, "");
        assertThat(client.read().stream()).isEqualTo(stream);
    }

    @Test
    void connectionsBeyondTheBoundAreAnsweredAndClosed() {
        try (Proxy proxy = new Bounds().connections(1).proxy();
                FrameClient first = new FrameClient(proxy);
                FrameClient second = new FrameClient(proxy)) {
            first.get(1);
            proxy.forwarder.awaitCall().respond(200, "");
            second.get(1);

            assertThat(second.read().field(":status")).isEqualTo("503");
            assertThat(second.read().text()).contains("too many client connections");
            assertThat(second.read().error()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM);
            assertThat(second.closes()).isTrue();
        }
    }

    @Test
    void aDrainLetsStreamsInFlightFinish() {
        try (Proxy proxy = new Proxy();
                FrameClient busy = new FrameClient(proxy);
                FrameClient idle = new FrameClient(proxy)) {
            idle.get(1);
            proxy.forwarder.awaitCall().respond(204, "");
            assertThat(idle.read().field(":status")).isEqualTo("204");
            busy.get(1);
            Call call = proxy.forwarder.awaitCall();
            CompletableFuture<Void> drained = proxy.listener.drain(Duration.ofMinutes(1));

            assertThat(idle.read().type()).isEqualTo(FrameClient.GOAWAY);
            assertThat(idle.closes()).isTrue();
            assertThat(busy.read().error()).isEqualTo(Http2Error.NO_ERROR);
            assertThat(drained).isNotDone();
            call.respond(200, "late");

            assertThat(busy.read().field(":status")).isEqualTo("200");
            assertThat(busy.read().text()).isEqualTo("late");
            assertThat(busy.closes()).isTrue();
            Call.await(drained);
        }
    }

    @Test
    void afterTheGracePeriodStreamsAreCut() {
        try (Proxy proxy = new Proxy();
                FrameClient client = new FrameClient(proxy)) {
            client.get(1);
            Call call = proxy.forwarder.awaitCall();
            call.awaitEnd();

            Call.await(proxy.listener.drain(Duration.ofMillis(50)));

            assertThat(call.awaitAbort()).isEqualTo(Outcome.DRAINING);
            assertThat(client.closes()).isTrue();
            assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.DRAINING);
        }
    }
}
