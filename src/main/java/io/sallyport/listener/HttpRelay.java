package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.GrpcStatus;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.http1.HopByHop;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request to the {@link io.sallyport.exchange.Forwarder} and its response to the client. Each side is slowed
 * down by the other: nothing is buffered here.
 */
final class HttpRelay implements Turn, ResponseSink {

    private final ListenerContext context;
    private final Caller connection;
    private final Exchange exchange;
    private final HttpRequest request;
    private final boolean http10;
    private final ResponseWriter writer;

    /** Of a gRPC call alone. */
    private final @Nullable GrpcMessages requestMessages;

    private final @Nullable GrpcMessages responseMessages;

    private @Nullable RequestSink sink;
    private ResponseFraming framing = ResponseFraming.NONE;
    private boolean unflushed;
    private boolean requestEnded;
    private boolean responseStarted;
    private boolean persist;
    /** The connection carries another protocol now. */
    private boolean switched;

    private boolean over;

    HttpRelay(ListenerContext context, Caller connection, Exchange exchange, HttpRequest request) {
        this.context = context;
        this.connection = connection;
        this.exchange = exchange;
        this.request = request;
        this.http10 = exchange.protocol.equals("HTTP/1.0");
        this.writer = connection.writer();
        boolean grpc = GrpcStatus.isGrpc(request.headers().get(HttpHeaderNames.CONTENT_TYPE));
        this.requestMessages = grpc ? new GrpcMessages() : null;
        this.responseMessages = grpc ? new GrpcMessages() : null;
    }

    void start() {
        RequestSink opened = context.services().forwarder().forward(exchange, request, this);
        if (over) {
            opened.abort(Outcome.COMPLETED);
            return;
        }
        sink = opened;
        if (!connection.isWritable()) {
            opened.readResponse(false);
        }
    }

    // The request.

    @Override
    public void content(HttpContent content) {
        RequestSink to = sink;
        ByteBuf data = content.content();
        if (to == null || over) {
            content.release();
            return;
        }
        unflushed = true;
        int length = data.readableBytes();
        if (length > 0) {
            exchange.bytesReceived += length;
            if (requestMessages != null) {
                exchange.requestMessages = requestMessages.count(data);
            }
            to.body(data);
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent last && !over) {
            requestEnded = true;
            to.end(last.trailingHeaders());
        }
    }

    @Override
    public void readComplete() {
        RequestSink to = sink;
        if (to == null || over || !unflushed) {
            return;
        }
        unflushed = false;
        to.flush();
        if ((!requestEnded || switched) && !over && !to.isWritable()) {
            connection.pauseReading();
        }
    }

    @Override
    public void requestWritable() {
        if (!over) {
            connection.resumeReading();
        }
    }

    // The response.

    @Override
    public void informational(HttpResponse head) {
        if (over || responseStarted || http10) {
            return;
        }
        HopByHop.strip(head.headers());
        ResponseFraming none = ResponseFraming.settle(head, request.method(), false);
        context.via().append(head.headers(), head.protocolVersion());
        writer.head(head, none);
        writer.flush();
    }

    @Override
    public void head(HttpResponse head) {
        if (over) {
            return;
        }
        responseStarted = true;
        HttpHeaders headers = head.headers();
        String upgrade = Upgrade.isAgreed(head) ? headers.get(HttpHeaderNames.UPGRADE) : null;
        HopByHop.strip(headers);
        framing = ResponseFraming.settle(head, request.method(), http10);
        RouteTreatment.response(headers, exchange);
        context.via().append(headers, head.protocolVersion());
        if (upgrade != null) {
            begin(head, upgrade);
            return;
        }
        // With the request still coming, what follows the response is anyone's guess: better a new connection.
        // Our own answer says nothing of an upstream that reads on, so that it is as with all answers of ours.
        boolean followed = requestEnded || (exchange.abortInjected && connection.isBodyReadable());
        persist = followed && framing != ResponseFraming.UNTIL_CLOSE && connection.mayPersist();
        if (!persist) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (exchange.setCookie != null) {
            headers.add(HttpHeaderNames.SET_COOKIE, exchange.setCookie);
        }
        exchange.status = head.status().code();
        exchange.responseHeadBytes = HeadSize.of(head);
        exchange.firstByteNanos = System.nanoTime();
        writer.head(head, framing);
    }

    /** From here on bytes go both ways until either side ends, whatever they mean. */
    private void begin(HttpResponse head, String protocols) {
        Upgrade.ask(head.headers(), protocols);
        exchange.status = head.status().code();
        exchange.responseHeadBytes = HeadSize.of(head);
        exchange.firstByteNanos = System.nanoTime();
        writer.head(head, ResponseFraming.NONE);
        framing = ResponseFraming.UNTIL_CLOSE;
        writer.continueWith(framing);
        writer.flush();
        switched = true;
        ByteBuf early = connection.switchProtocols();
        if (early.isReadable()) {
            content(new DefaultHttpContent(early));
            readComplete();
        } else {
            early.release();
        }
    }

    @Override
    public void body(ByteBuf data) {
        if (over) {
            data.release();
            return;
        }
        if (framing != ResponseFraming.NONE) {
            exchange.bytesSent += data.readableBytes();
            if (responseMessages != null) {
                exchange.responseMessages = responseMessages.count(data);
            }
        }
        writer.body(data);
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (over) {
            return;
        }
        over = true;
        writer.end(trailers);
        writer.flush();
        RequestSink to = sink;
        if (to != null && !requestEnded) {
            to.abort(Outcome.COMPLETED);
        }
        exchange.end(Outcome.COMPLETED, "");
        connection.responded(persist);
    }

    @Override
    public void flush() {
        if (!over) {
            writer.flush();
        }
    }

    @Override
    public void writabilityChanged(boolean writable) {
        if (sink != null && !over) {
            sink.readResponse(writable);
        }
    }

    // The ends that nobody wants.

    @Override
    public void fail(Failure failure) {
        if (over) {
            return;
        }
        over = true;
        if (!responseStarted) {
            connection.answerFailure(exchange, failure);
            return;
        }
        exchange.end(failure.outcome(), failure.detail());
        connection.cut(framing == ResponseFraming.UNTIL_CLOSE);
    }

    @Override
    public void giveUp(Failure failure) {
        if (!over && sink != null) {
            sink.abort(failure.outcome());
        }
        fail(failure);
    }

    /**
     * A client that closed its half may be waiting for the answer, or be gone: the same on the wire, until something is
     * sent to it. So it gets a moment.
     */
    @Override
    public void inputClosed() {
        if (switched) {
            giveUp(new Failure(Outcome.CLIENT_GONE, "closed by the client"));
            return;
        }
        long grace = context.settings().halfCloseGrace().toMillis();
        if (grace == 0) {
            goneIfUnanswered();
        } else if (!over && !responseStarted) {
            context.services().timer().after(exchange.loop(), grace, this::goneIfUnanswered);
        }
    }

    private void goneIfUnanswered() {
        if (!over && !responseStarted) {
            giveUp(new Failure(Outcome.CLIENT_GONE, "closed by the client"));
        }
    }
}
