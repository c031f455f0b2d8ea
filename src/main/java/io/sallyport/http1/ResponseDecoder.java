package io.sallyport.http1;

import static io.sallyport.http1.MalformedException.badRequest;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Turns an upstream's bytes into messages: any number of 1xx {@link io.netty.handler.codec.http.HttpResponse}s alone,
 * then the final one, {@link io.netty.handler.codec.http.HttpContent}s and {@link
 * io.netty.handler.codec.http.LastHttpContent}; or once {@link MalformedMessage}, always of status 502, and nothing after
 * it. Contents are slices of what was read; whoever gets them releases them.
 *
 * <p>Each response has to be expected: bytes that come before are malformed. A 101 is fired alone too, and decoding stops
 * there; {@link #releaseRemainder} has what follows. An upstream that closes before the first byte of a response gets no
 * {@link MalformedMessage} fired: {@code channelInactive} says it.
 */
public final class ResponseDecoder extends MessageDecoder {

    private HttpMethod requested = HttpMethod.GET;
    private HttpResponseStatus status = HttpResponseStatus.OK;
    private boolean http10;
    private boolean switched;
    private boolean framed;
    private boolean reusable = true;

    public ResponseDecoder(DecoderLimits limits) {
        super(limits, true, false);
    }

    /**
     * A request is about to be sent; its response may come.
     *
     * @param method the request's: it decides whether the response has a body
     * @throws IllegalStateException when the connection may not be used (again)
     */
    public void expect(HttpMethod method) {
        if (!isReusable()) {
            throw new IllegalStateException("expect() on a connection that may not be used again");
        }
        requested = method;
        reusable = false;
        start();
    }

    /**
     * Whether a further request may be sent: the responses so far are whole, the upstream keeps the connection, and sent
     * nothing beyond them. Settled when the last content is fired.
     */
    public boolean isReusable() {
        return reusable && isWaiting() && !hasBytes() && !isExhausted();
    }

    @Override
    boolean mayBeginWith(byte octet) {
        return octet == 'H';
    }

    @Override
    boolean readStartLine(Line line) {
        boolean http11 = line.startsWith(0, "HTTP/1.1 ");
        if (!http11 && !line.startsWith(0, "HTTP/1.0 ")) {
            throw badRequest("status line without HTTP/1.0 or HTTP/1.1");
        }
        http10 = !http11;
        int code = "HTTP/1.1 ".length();
        int codeEnd = code + 3;
        boolean digits = line.isDigit(code) && line.isDigit(code + 1) && line.isDigit(code + 2) && line.at(code) != '0';
        if (!digits || (line.length() > codeEnd && line.at(codeEnd) != ' ')) {
            throw badRequest("status line without a status of three digits");
        }
        int number = (line.at(code) - '0') * 100 + (line.at(code + 1) - '0') * 10 + line.at(code + 2) - '0';
        status = status(line, number, Math.min(line.length(), codeEnd + 1));
        return true;
    }

    /** The one there is for all where the reason is the usual one, else one that keeps the reason. */
    private static HttpResponseStatus status(Line line, int code, int reason) {
        HttpResponseStatus usual = HttpResponseStatus.valueOf(code);
        if (line.equals(reason, line.length(), usual.reasonPhrase())) {
            return usual;
        }
        if (!line.isValue(reason, line.length())) {
            throw badRequest("control character in the reason phrase");
        }
        return new HttpResponseStatus(code, line.text(reason, line.length()));
    }

    @Override
    HttpMessage message(HttpHeaders headers) {
        return new DefaultHttpResponse(http10 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1, status, headers);
    }

    @Override
    boolean isHttp10() {
        return http10;
    }

    /** RFC 9112 section 6.3. */
    @Override
    Body body(Framing framing) {
        framed = true;
        int code = status.code();
        if (code == 101) {
            switched = true;
            return Body.SWITCHED;
        }
        if (code < 200) {
            return Body.INTERIM;
        }
        if (requested.equals(HttpMethod.CONNECT) && code < 300) {
            switched = true;
            return Body.NONE;
        }
        if (code == 204 || code == 304 || requested.equals(HttpMethod.HEAD)) {
            return Body.NONE;
        }
        if (framing.isChunked()) {
            return Body.CHUNKED;
        }
        if (framing.length() >= 0) {
            return framing.length() > 0 ? Body.FIXED : Body.NONE;
        }
        framed = false;
        return Body.UNTIL_CLOSE;
    }

    @Override
    void ended(Framing framing, boolean bytesLeft) {
        reusable = framed && !switched && !bytesLeft && framing.isKeptAlive(http10);
    }

    /** After a switch they are of the other protocol; otherwise they are a response nobody asked for. */
    @Override
    void unexpectedBytes() {
        if (!switched) {
            throw badRequest("bytes that no request asked for");
        }
    }

    @Override
    MalformedMessage malformed(int ignored, String reason) {
        return new MalformedMessage(502, reason);
    }

    @Override
    boolean tellsOfCut(boolean channelClosed) {
        return true;
    }
}
