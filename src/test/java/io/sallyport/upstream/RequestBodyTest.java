package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestBodyTest extends ForwarderFixture {

    @Test
    void a_body_of_known_length_goes_out_raw() {
        CompletableFuture<String> got = new CompletableFuture<>();
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            got.complete(peer.read(6));
            peer.write(OK);
        })) {
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Content-Length", "6");
            RecordingSink response = new RecordingSink();

            loop.run(() -> {
                RequestSink sink = forwarder.forward(to(upstream), request, response);
                sink.body(text("abc"));
                sink.body(text("def"));
                finish(sink);
            });

            assertThat(TestLoop.await(got)).isEqualTo("abcdef");
            assertThat(response.await().body).hasToString("ok");
        }
    }

    @Test
    void a_body_of_unknown_length_goes_out_in_chunks_with_its_trailers() {
        CompletableFuture<String> got = new CompletableFuture<>();
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            got.complete(peer.readUntil("\r\n\r\n"));
            peer.write(OK);
        })) {
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Transfer-Encoding", "chunked");
            HttpHeaders trailers = new DefaultHttpHeaders().set("Checksum", "1");
            RecordingSink response = new RecordingSink();

            loop.run(() -> {
                RequestSink sink = forwarder.forward(to(upstream), request, response);
                sink.body(text("abc"));
                sink.end(trailers);
                sink.flush();
            });

            assertThat(TestLoop.await(got)).isEqualTo("3\r\nabc\r\n0\r\nChecksum: 1\r\n\r\n");
            assertThat(response.await().body).hasToString("ok");
        }
    }

    @Test
    void nothing_goes_out_before_it_is_flushed() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok")) {
            get(to(upstream)).await();
            RecordingSink response = new RecordingSink();
            RequestSink sink = loop.call(() -> forwarder.forward(to(upstream), request(HttpMethod.GET), response));
            loop.run(() -> sink.end(EmptyHttpHeaders.INSTANCE));

            assertThat(upstream.heads).hasSize(1);

            loop.run(sink::flush);
            response.await();
            assertThat(upstream.heads).hasSize(2);
        }
    }

    @Test
    void a_big_upload_waits_while_the_upstream_does_not_read() {
        Semaphore go = new Semaphore(0);
        long size = 8L << 20;
        AtomicLong read = new AtomicLong();
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.await(go);
            while (read.get() < size) {
                read.addAndGet(peer.read(1 << 16).length());
            }
            peer.write(OK);
        })) {
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Content-Length", Long.toString(size));
            RecordingSink response = new RecordingSink();
            Upload upload = new Upload(size);
            response.onWritable = upload::pump;

            loop.run(() -> {
                upload.sink = forwarder.forward(to(upstream), request, response);
                upload.pump();
            });
            TestLoop.await(upload.stalled);

            assertThat(upload.given).hasValueLessThan(size);
            go.release();
            assertThat(response.await().body).hasToString("ok");
            assertThat(read).hasValue(size);
        }
    }

    @Test
    void a_response_before_the_body_is_whole_is_delivered_and_the_connection_not_used_again() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
            peer.readToEnd();
        })) {
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Content-Length", "1000000");
            Exchange exchange = to(upstream);
            RecordingSink response = new RecordingSink();
            RequestSink sink = loop.call(() -> {
                RequestSink begun = forwarder.forward(exchange, request, response);
                begun.body(text("abc"));
                begun.flush();
                return begun;
            });

            assertThat(response.await().events).containsExactly("413", "end");

            upstream.awaitOver(0);
            ByteBuf late = text("def");
            loop.run(() -> sink.body(late));
            assertThat(late.refCnt()).isZero();
            assertThat(exchange.attempts().getFirst().outcome).isEqualTo(Outcome.COMPLETED);
            assertThat(pooled()).isZero();
        }
    }

    @Test
    void a_response_is_not_read_while_it_is_not_wanted() {
        long size = 16L << 20;
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            String piece = "x".repeat(1 << 16);
            for (long sent = 0; sent < size; sent += piece.length()) {
                peer.write(piece);
            }
            peer.readToEnd();
        })) {
            RecordingSink response = new RecordingSink();
            RequestSink[] sink = new RequestSink[1];
            response.onBody = () -> sink[0].readResponse(false);
            loop.run(() -> {
                sink[0] = forwarder.forward(to(upstream), request(HttpMethod.GET), response);
                finish(sink[0]);
            });
            TestLoop.await(response.headSeen);

            assertThat(response.over).failsWithin(Duration.ofMillis(200)).withThrowableOfType(TimeoutException.class);
            assertThat(response.bodyBytes).hasValueLessThan(1 << 20);
            response.onBody = () -> {};
            loop.run(() -> sink[0].readResponse(true));

            assertThat(response.await().bodyBytes).hasValue(size);
        }
    }

    @Test
    void a_response_from_an_upstream_that_stops_reading_is_delivered_all_the_same() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
        })) {
            long size = 64L << 20;
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Content-Length", Long.toString(size));
            RecordingSink response = new RecordingSink();
            Upload upload = new Upload(size);
            response.onWritable = upload::pump;

            loop.run(() -> {
                upload.sink = forwarder.forward(to(upstream), request, response);
                upload.pump();
            });

            assertThat(response.await().events).containsExactly("413", "end");
        }
    }

    /** Gives a body as long as it is welcome. */
    private static final class Upload {
        private static final int PIECE = 1 << 16;
        private final long size;
        final CompletableFuture<String> stalled = new CompletableFuture<>();
        final AtomicLong given = new AtomicLong();

        @Nullable
        RequestSink sink;

        private boolean connected;

        Upload(long size) {
            this.size = size;
        }

        void pump() {
            RequestSink to = Objects.requireNonNull(sink);
            while (given.get() < size && to.isWritable()) {
                connected = true;
                to.body(Unpooled.wrappedBuffer(new byte[PIECE]));
                given.addAndGet(PIECE);
                to.flush();
            }
            if (given.get() == size) {
                finish(to);
            } else if (connected) {
                stalled.complete("stalled");
            }
        }
    }
}
