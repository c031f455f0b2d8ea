package io.sallyport.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A collector on a free port of this machine, for either form of OTLP; remembers what it was sent. */
final class CollectorFixture implements AutoCloseable {

    /** How spans come. */
    enum Protocol {
        GRPC("grpc", "/opentelemetry.proto.collector.trace.v1.TraceService/Export"),
        HTTP("http/protobuf", "/v1/traces");

        private final String written;
        private final String path;

        Protocol(String written, String path) {
            this.written = written;
            this.path = path;
        }

        /** As {@code OTEL_EXPORTER_OTLP_PROTOCOL} has it. */
        String written() {
            return written;
        }
    }

    /** One byte that tells of compression, four of length: gRPC's frame of a message. */
    private static final int FRAME = 5;

    private final Vertx vertx = Vertx.vertx();
    private final Protocol protocol;
    private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
    private int port;

    private CollectorFixture(Protocol protocol) {
        this.protocol = protocol;
    }

    static CollectorFixture start(Protocol protocol) throws Exception {
        CollectorFixture collector = new CollectorFixture(protocol);
        // Vert.x' servers speak HTTP/2 without TLS to those who begin with it, as gRPC's clients do.
        HttpServer server = collector
                .vertx
                .createHttpServer()
                .requestHandler(collector::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        collector.port = server.actualPort();
        return collector;
    }

    int port() {
        return port;
    }

    Protocol protocol() {
        return protocol;
    }

    /** In the order they came. */
    List<Span> spans() {
        return received.stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** What the spans are said to come from. */
    Map<String, String> resource() {
        Map<String, String> attributes = new HashMap<>();
        for (KeyValue one : received.getFirst().getResource().getAttributesList()) {
            attributes.put(one.getKey(), one.getValue().getStringValue());
        }
        return attributes;
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (!request.path().equals(protocol.path)) {
                request.response().setStatusCode(404).end();
            } else if (protocol == Protocol.HTTP) {
                keep(body.getBytes());
                request.response()
                        .putHeader("content-type", "application/x-protobuf")
                        .end();
            } else {
                keep(Arrays.copyOfRange(body.getBytes(), FRAME, body.length()));
                request.response()
                        .putHeader("content-type", "application/grpc")
                        .putTrailer("grpc-status", "0")
                        .end(Buffer.buffer(new byte[FRAME]));
            }
        });
    }

    private void keep(byte[] message) {
        try {
            received.addAll(ExportTraceServiceRequest.parseFrom(message).getResourceSpansList());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("no ExportTraceServiceRequest", e);
        }
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
