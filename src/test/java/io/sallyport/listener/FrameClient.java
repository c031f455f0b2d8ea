package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client of HTTP/2 that sends exactly the frames it is told to, right or wrong, and shows those that came. */
public final class FrameClient implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    /** A frame that came; {@code fields} is empty but for HEADERS. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never printed
    public record Frame(int type, int flags, int stream, byte[] payload, Http2Headers fields) {

        public boolean ends() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /** Whether it is DATA. */
        public boolean carries() {
            return type == DATA;
        }

        public String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }

        public String field(String name) {
            CharSequence value = fields.get(name);
            return value == null ? "" : value.toString();
        }

        /** The code of RST_STREAM or GOAWAY. */
        public Http2Error error() {
            return Http2Error.valueOf(ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0));
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final DefaultHttp2HeadersEncoder encoder =
            new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, true);

    /** Speaks the preface, with the settings given as pairs of identifier and value. */
    FrameClient(Proxy proxy, int... settings) {
        this(proxy.listener.port(), settings);
    }

    public FrameClient(int port, int... settings) {
        this(connected(port), settings);
    }

    /** On a connection that is there already, perhaps over TLS. */
    public FrameClient(Socket connected, int... settings) {
        socket = connected;
        try {
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, payload.array());
    }

    private static Socket connected(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FrameClient bytes(byte[] raw) {
        try {
            socket.getOutputStream().write(raw);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FrameClient frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        return bytes(frame.array());
    }

    /** A whole head; fields as pairs. */
    public FrameClient headers(int stream, boolean last, String... fields) {
        return frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block(stream, fields));
    }

    /** A GET of bank.example, with further fields. */
    FrameClient get(int stream, String... more) {
        return headers(stream, true, request("GET", more));
    }

    FrameClient post(int stream, String... more) {
        return headers(stream, false, request("POST", more));
    }

    static String[] request(String method, String... more) {
        String[] all = new String[8 + more.length];
        System.arraycopy(
                new String[] {":method", method, ":scheme", "http", ":authority", "bank.example", ":path", "/rates"},
                0,
                all,
                0,
                8);
        System.arraycopy(more, 0, all, 8, more.length);
        return all;
    }

    public FrameClient data(int stream, String text, boolean last) {
        return frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public FrameClient reset(int stream, Http2Error error) {
        return frame(
                RST_STREAM,
                0,
                stream,
                ByteBuffer.allocate(4).putInt((int) error.code()).array());
    }

    FrameClient window(int stream, int more) {
        return frame(
                WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(more).array());
    }

    byte[] block(int stream, String... fields) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.encodeHeaders(stream, headers, block);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        return ByteBufUtil.getBytes(block);
    }

    /** The next frame about a request, or GOAWAY: settings, pings and windows are left out. */
    public Frame read() {
        while (true) {
            Frame frame = readAny();
            if (frame.type() != SETTINGS && frame.type() != PING && frame.type() != WINDOW_UPDATE) {
                return frame;
            }
        }
    }

    Frame readAny() {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = new byte[length];
            in.readFully(payload);
            Http2Headers fields = type == HEADERS
                    ? decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload))
                    : new DefaultHttp2Headers();
            return new Frame(type, flags, stream, payload, fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the proxy closed, after what it still had to say. */
    public boolean closes() {
        try {
            while (true) {
                readAny();
            }
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof EOFException
                    || String.valueOf(e.getCause()).contains("reset");
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
