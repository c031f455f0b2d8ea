package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.sallyport.tls.RecordWalk;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells an answer from what a server of TLS 1.3 sends to everybody once the handshake is over: session tickets (RFC 8446
 * section 4.6.1). Clients send their first request together with the end of the handshake, so that the tickets come
 * after it; taken for its answer, they would free a silent server from its timeout.
 *
 * <p>Tickets look like data. Taken for them are one record of 64 to 512 bytes that comes as soon as tickets can, and one
 * more of the same length, as servers send at most two that differ in nothing but their random parts. What is mistaken for one
 * is a short and quick first answer of a server that sends none; its connection is ended if it is not used again in time.
 */
final class SessionTickets {

    private static final int MOST = 2;

    /** With the 32 bytes of a session's number; those that carry the session itself have some 200. */
    private static final int SHORTEST = 64;

    private static final int LONGEST = 512;

    /** For a server that is busy with the handshake, on top of twice as long as it took for its greeting. */
    private static final long ALLOWANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier nanoClock;
    private final RecordWalk clientRecords = new RecordWalk();
    private final RecordWalk serverRecords = new RecordWalk();
    private boolean begun;
    private boolean serverEncrypts;
    private boolean over;
    private boolean answered;
    private int encryptedByClient;
    private int tickets;
    private int ticketLength;
    private long helloNanos;
    private long serverHelloNanos;
    private long latestNanos;

    SessionTickets() {
        this(System::nanoTime);
    }

    SessionTickets(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** The client sent this. */
    void fromClient(ByteBuf data) {
        if (!over) {
            clientRecords.over(data, this::clientRecord);
        }
    }

    /** The server sent this. */
    void fromServer(ByteBuf data) {
        if (over) {
            answered = true;
        } else {
            serverRecords.over(data, this::serverRecord);
        }
    }

    /** Whether an answer was among what the server sent since this was last asked. */
    boolean takeAnswer() {
        boolean taken = answered;
        answered = false;
        return taken;
    }

    private void clientRecord(int type, int length) {
        if (!begun) {
            begun = true;
            helloNanos = nanoClock.getAsLong();
            over = type != RecordWalk.HANDSHAKE;
        } else if (type == RecordWalk.APPLICATION_DATA && ++encryptedByClient == 1) {
            // Before TLS 1.3 the server has encrypted no data yet; and with early data the first of it is a request.
            over = !serverEncrypts;
            long greeting = serverHelloNanos - helloNanos;
            latestNanos = nanoClock.getAsLong() + 2 * greeting + ALLOWANCE_NANOS;
        }
    }

    private void serverRecord(int type, int length) {
        if (serverHelloNanos == 0) {
            serverHelloNanos = nanoClock.getAsLong();
        }
        if (encryptedByClient == 0) {
            serverEncrypts |= type == RecordWalk.APPLICATION_DATA;
            answered = true;
            return;
        }
        if (type == RecordWalk.APPLICATION_DATA && mayBeTicket(length)) {
            tickets++;
            ticketLength = length;
            // The handshake's end is one record, and wants tickets and no more.
            answered |= encryptedByClient == 1;
        } else {
            over = true;
            answered = true;
        }
    }

    private boolean mayBeTicket(int length) {
        return tickets < MOST
                && (tickets == 0 ? length >= SHORTEST && length <= LONGEST : length == ticketLength)
                && nanoClock.getAsLong() - latestNanos <= 0;
    }
}
