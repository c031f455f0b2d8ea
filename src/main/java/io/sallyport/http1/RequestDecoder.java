package io.sallyport.http1;

import static io.sallyport.http1.MalformedException.badRequest;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Turns a client's bytes into messages: {@link io.netty.handler.codec.http.HttpRequest}, any number of {@link
 * io.netty.handler.codec.http.HttpContent}, {@link io.netty.handler.codec.http.LastHttpContent}; or once {@link
 * MalformedMessage}, and nothing after it. Contents are slices of what was read; whoever gets them releases them.
 *
 * <p>One request at a time: after the last content nothing is fired until {@link #next}. What a pipelining client sent
 * by then is kept, so the listener turns {@code autoRead} off meanwhile.
 *
 * <p>A client that ends its sending in the middle of a request gets a {@link MalformedMessage} of 400 fired; one that is
 * wholly gone only {@code channelInactive}, since nobody is left to answer.
 */
public final class RequestDecoder extends MessageDecoder {

    /** RFC 9112 section 2.2 asks for one; some old clients send two after a body. */
    private static final int MOST_EMPTY_LINES = 4;

    private int emptyLines;
    private HttpMethod method = HttpMethod.GET;
    private String target = "";
    private boolean http10;

    public RequestDecoder(DecoderLimits limits) {
        super(limits, false, true);
    }

    /**
     * The request before was answered: go on with the next one, which may be fired before this returns.
     *
     * <p>To be called on the event loop. Without effect after a {@link MalformedMessage}, or once the channel is closed.
     *
     * @throws IllegalStateException when the request before has not wholly come
     */
    public void next() {
        if (isClosed()) {
            return;
        }
        if (!isWaiting()) {
            throw new IllegalStateException("next() in the middle of a request");
        }
        emptyLines = 0;
        start();
    }

    @Override
    boolean mayBeginWith(byte octet) {
        return Octets.isToken(octet) || octet == '\r' || octet == '\n';
    }

    @Override
    boolean readStartLine(Line line) {
        if (line.isEmpty()) {
            if (++emptyLines > MOST_EMPTY_LINES) {
                throw badRequest("too many empty lines before a request");
            }
            return false;
        }
        emptyLines = 0;
        int methodEnd = line.tokenEnd(0);
        if (methodEnd == 0 || methodEnd == line.length() || line.at(methodEnd) != ' ') {
            throw badRequest("request line without a valid method");
        }
        int targetStart = methodEnd + 1;
        int targetEnd = targetEnd(line, targetStart);
        readVersion(line, targetEnd + 1);
        @Nullable HttpMethod known = KnownTokens.METHODS.find(line, 0, methodEnd);
        method = known != null ? known : new HttpMethod(line.text(0, methodEnd));
        target = line.text(targetStart, targetEnd);
        return true;
    }

    private static int targetEnd(Line line, int from) {
        int index = from;
        while (index < line.length() && Octets.isTarget(line.at(index))) {
            index++;
        }
        if (index == from || index == line.length() || line.at(index) != ' ') {
            throw badRequest("request line without a valid target");
        }
        return index;
    }

    private void readVersion(Line line, int from) {
        if (line.equals(from, line.length(), "HTTP/1.1")) {
            http10 = false;
            return;
        }
        if (line.equals(from, line.length(), "HTTP/1.0")) {
            http10 = true;
            return;
        }
        int digit = from + "HTTP/".length();
        boolean other = line.startsWith(from, "HTTP/")
                && line.length() == digit + 3
                && line.isDigit(digit)
                && line.at(digit + 1) == '.'
                && line.isDigit(digit + 2);
        throw other
                ? new MalformedException(505, "HTTP version other than 1.0 and 1.1")
                : badRequest("request line without a valid version");
    }

    @Override
    HttpMessage message(HttpHeaders headers) {
        return new DefaultHttpRequest(http10 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1, method, target, headers);
    }

    @Override
    boolean isHttp10() {
        return http10;
    }

    @Override
    Body body(Framing framing) {
        if (framing.hosts() > 1) {
            throw badRequest("several Host fields");
        }
        if (framing.hosts() == 0 && !http10) {
            throw badRequest("no Host field");
        }
        if (method.equals(HttpMethod.CONNECT) && (framing.isChunked() || framing.length() > 0)) {
            throw badRequest("CONNECT with a body");
        }
        if (framing.isChunked()) {
            return Body.CHUNKED;
        }
        return framing.length() > 0 ? Body.FIXED : Body.NONE;
    }

    @Override
    void ended(Framing framing, boolean bytesLeft) {}

    /** They are of the next request, or of the tunnel to come. */
    @Override
    void unexpectedBytes() {}

    @Override
    MalformedMessage malformed(int status, String reason) {
        return new MalformedMessage(status, reason);
    }

    @Override
    boolean tellsOfCut(boolean channelClosed) {
        return !channelClosed;
    }
}
