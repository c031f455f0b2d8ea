package io.sallyport.tls;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Reads what may be a ClientHello, however it is cut into records and segments. Each byte is looked at once, so a client
 * that sends them one by one costs no more; memory is bounded by {@link #LONGEST}.
 *
 * <p>Not thread-safe.
 */
public final class GreetingReader {

    /** The longest ClientHello taken, its header of 4 bytes included. Those with post-quantum keys have about 2 KiB. */
    public static final int LONGEST = 16 * 1024;

    /**
     * Room for the longest one in records of 64 bytes and more; what is cut finer is refused by its number of records,
     * not by its bytes.
     */
    private static final int MOST_RECORDS = 256;

    private static final Greeting PARTIAL = new Greeting.Partial();
    private static final Greeting NOT_TLS = new Greeting.NotTls();

    private static final String TOO_LONG = "a ClientHello of more than " + LONGEST + " bytes";

    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int HANDSHAKE = 22;
    private static final int LONGEST_RECORD = 1 << 14;
    private static final int CLIENT_HELLO = 1;

    /** The present record's header, as far as it has come. */
    private final byte[] header = new byte[RECORD_HEADER];

    private int headerLength;
    private int recordLeft;
    private int records;
    private byte[] message = new byte[512];
    private int messageLength;
    private Greeting result = PARTIAL;

    /** What all bytes so far come to. */
    public Greeting result() {
        return result;
    }

    /** Looks at the next bytes, and leaves them where they are. After the end it does nothing. */
    public Greeting read(ByteBuf next) {
        int at = next.readerIndex();
        int end = next.writerIndex();
        while (at < end && isPartial()) {
            if (headerLength < RECORD_HEADER) {
                header[headerLength++] = next.getByte(at++);
                readHeader();
            } else {
                int taken = Math.min(recordLeft, end - at);
                take(next, at, taken);
                at += taken;
            }
        }
        return result;
    }

    private boolean isPartial() {
        return result instanceof Greeting.Partial;
    }

    private void readHeader() {
        boolean first = records == 0;
        switch (headerLength) {
            case 1 -> {
                if (header[0] != HANDSHAKE) {
                    result =
                            first ? NOT_TLS : new Greeting.Malformed("a record of another type inside the ClientHello");
                }
            }
            case 2 -> {
                if (header[1] != 3) {
                    result = first ? NOT_TLS : new Greeting.Malformed("a record of another version");
                }
            }
            case RECORD_HEADER -> {
                recordLeft = (header[3] & 0xff) << 8 | (header[4] & 0xff);
                if (recordLeft == 0 || recordLeft > LONGEST_RECORD) {
                    result = new Greeting.Malformed("a record of " + recordLeft + " bytes");
                } else if (++records > MOST_RECORDS) {
                    result = new Greeting.Malformed("more than " + MOST_RECORDS + " records");
                }
            }
            default -> {}
        }
    }

    private void take(ByteBuf from, int at, int count) {
        if (count > LONGEST - messageLength) {
            result = new Greeting.Malformed(TOO_LONG);
            return;
        }
        if (message.length < messageLength + count) {
            message = Arrays.copyOf(message, Math.max(message.length * 2, messageLength + count));
        }
        from.getBytes(at, message, messageLength, count);
        messageLength += count;
        recordLeft -= count;
        if (recordLeft == 0) {
            headerLength = 0;
        }
        readMessage();
    }

    private void readMessage() {
        if (message[0] != CLIENT_HELLO) {
            result = new Greeting.Malformed("another handshake message than a ClientHello");
            return;
        }
        if (messageLength < MESSAGE_HEADER) {
            return;
        }
        int length = MESSAGE_HEADER + ((message[1] & 0xff) << 16 | (message[2] & 0xff) << 8 | (message[3] & 0xff));
        if (length > LONGEST) {
            result = new Greeting.Malformed(TOO_LONG);
        } else if (messageLength > length || (messageLength == length && recordLeft > 0)) {
            result = new Greeting.Malformed("more in the record than the ClientHello");
        } else if (messageLength == length) {
            result = ClientHelloParser.parse(message, MESSAGE_HEADER, length);
        }
    }
}
