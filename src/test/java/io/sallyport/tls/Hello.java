package io.sallyport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds ClientHellos, valid ones and others, field by field. */
public final class Hello {

    private static final int SERVER_NAME = 0;
    private static final int APPLICATION_PROTOCOLS = 16;
    private static final int ENCRYPTED_CLIENT_HELLO = 0xfe0d;

    private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    private byte[] session = new byte[32];
    private byte[] suites = {0x13, 0x01, 0x13, 0x02};
    private byte[] compressions = {0};

    /** Of a host name, as it is given. */
    public Hello serverName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return extension(SERVER_NAME, vector16(join(new byte[] {0}, vector16(bytes))));
    }

    public Hello protocols(String... names) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (String name : names) {
            list.write(name.length());
            list.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        }
        return extension(APPLICATION_PROTOCOLS, vector16(list.toByteArray()));
    }

    public Hello encrypted() {
        return extension(ENCRYPTED_CLIENT_HELLO, new byte[] {0, 0, 1, 0, 1, 7, 0, 0, 0, 0});
    }

    public Hello extension(int type, byte[] data) {
        extensions.writeBytes(join(number16(type), vector16(data)));
        return this;
    }

    Hello session(int length) {
        session = new byte[length];
        return this;
    }

    Hello suites(byte... bytes) {
        suites = bytes;
        return this;
    }

    Hello compressions(byte... bytes) {
        compressions = bytes;
        return this;
    }

    /** The handshake message with its header. */
    byte[] message() {
        byte[] body = join(
                new byte[] {3, 3},
                new byte[32],
                vector8(session),
                vector16(suites),
                vector8(compressions),
                extensions.size() == 0 ? new byte[0] : vector16(extensions.toByteArray()));
        return join(new byte[] {1, 0}, number16(body.length), body);
    }

    /** In one record. */
    public byte[] bytes() {
        return record(message());
    }

    /** In records of so many bytes of the message each. */
    public byte[] inRecordsOf(int size) {
        byte[] message = message();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < message.length; at += size) {
            byte[] part = new byte[Math.min(size, message.length - at)];
            System.arraycopy(message, at, part, 0, part.length);
            all.writeBytes(record(part));
        }
        return all.toByteArray();
    }

    static byte[] record(byte[] fragment) {
        return join(new byte[] {22, 3, 1}, vector16(fragment));
    }

    static Greeting read(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        Greeting result = new GreetingReader().read(buffer);
        if (buffer.readableBytes() != bytes.length) {
            throw new AssertionError("bytes were taken");
        }
        return result;
    }

    static byte[] vector16(byte[] bytes) {
        return join(number16(bytes.length), bytes);
    }

    static byte[] vector8(byte[] bytes) {
        return join(new byte[] {(byte) bytes.length}, bytes);
    }

    static byte[] number16(int number) {
        return new byte[] {(byte) (number >> 8), (byte) number};
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
