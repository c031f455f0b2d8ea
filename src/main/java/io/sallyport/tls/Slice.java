package io.sallyport.tls;

import java.nio.charset.Charset;

/** A part of a message that is read from its front; reading past its end is malformed, never anything else. */
final class Slice {

    private final byte[] bytes;
    private final int end;
    private int at;

    Slice(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    int octet() throws MalformedGreetingException {
        require(1);
        return bytes[at++] & 0xff;
    }

    int number16() throws MalformedGreetingException {
        return octet() << 8 | octet();
    }

    void skip(int count) throws MalformedGreetingException {
        require(count);
        at += count;
    }

    /** What a length of one byte announces. */
    Slice vector8() throws MalformedGreetingException {
        return part(octet());
    }

    /** What a length of two bytes announces. */
    Slice vector16() throws MalformedGreetingException {
        return part(number16());
    }

    /** All that is left, as text. */
    String text(Charset charset) {
        String text = new String(bytes, at, left(), charset);
        at = end;
        return text;
    }

    /** Nothing may be left. */
    void end(String otherwise) throws MalformedGreetingException {
        if (left() > 0) {
            throw new MalformedGreetingException(otherwise);
        }
    }

    private Slice part(int length) throws MalformedGreetingException {
        require(length);
        Slice part = new Slice(bytes, at, at + length);
        at += length;
        return part;
    }

    private void require(int count) throws MalformedGreetingException {
        if (left() < count) {
            throw new MalformedGreetingException("a length past the end");
        }
    }
}
