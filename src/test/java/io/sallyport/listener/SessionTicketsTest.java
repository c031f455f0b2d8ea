package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a silent server of TLS 1.3 sends all the same, and what is an answer. Times are those of a fake clock. */
class SessionTicketsTest {

    private static final int HANDSHAKE = 22;
    private static final int DATA = 23;
    private static final int FINISHED = 53;
    private static final int TICKET = 250;

    private long nanos = 1;
    private final SessionTickets tickets = new SessionTickets(() -> nanos);

    @Test
    void ticketsAfterARequestAreNoAnswerAndWhatComesThenIs() {
        shakeHands();
        client(DATA, 120);
        server(DATA, TICKET);
        server(DATA, TICKET);
        assertThat(tickets.takeAnswer()).isFalse();

        server(DATA, 40);
        assertThat(tickets.takeAnswer()).isTrue();
        assertThat(tickets.takeAnswer()).as("taken").isFalse();
        server(DATA, 40);
        assertThat(tickets.takeAnswer()).isTrue();
    }

    @Test
    void ticketsBeforeARequestAreWaitedForByNobody() {
        shakeHands();
        server(DATA, TICKET);

        assertThat(tickets.takeAnswer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 513})
    void aRecordOfAnotherLengthThanTicketsHaveIsAnAnswer(int length) {
        shakeHands();
        client(DATA, 120);
        server(DATA, length);

        assertThat(tickets.takeAnswer()).isTrue();
    }

    @Test
    void aServerWithOneTicketMayAnswerShortlyAndAtOnce() {
        shakeHands();
        client(DATA, 120);
        server(DATA, TICKET);
        server(DATA, TICKET - 1);

        assertThat(tickets.takeAnswer()).isTrue();
    }

    @Test
    void ticketsComeSoonOrNotAtAll() {
        shakeHands();
        client(DATA, 120);
        nanos += TimeUnit.MILLISECONDS.toNanos(121);
        server(DATA, TICKET);

        assertThat(tickets.takeAnswer())
                .as("10 ms for the greeting, so 120 ms for tickets")
                .isTrue();
    }

    @Test
    void beforeTls13WhateverComesIsAnAnswer() {
        client(HANDSHAKE, 200);
        server(HANDSHAKE, 3000);
        client(HANDSHAKE, 40);
        server(HANDSHAKE, 40);
        assertThat(tickets.takeAnswer()).isTrue();
        client(DATA, 120);
        server(DATA, TICKET);

        assertThat(tickets.takeAnswer()).isTrue();
    }

    @Test
    void whatIsNoTlsIsAnsweredByAnything() {
        tickets.fromClient(Unpooled.copiedBuffer(new byte[] {'P', 'I', 'N', 'G', '\r', '\n'}));
        tickets.fromServer(Unpooled.copiedBuffer(new byte[] {DATA, 3}));

        assertThat(tickets.takeAnswer()).isTrue();
    }

    @Test
    void recordsMayComeInAnyPieces() {
        shakeHands();
        ByteBuf request = record(DATA, 120);
        while (request.isReadable()) {
            tickets.fromClient(request.readSlice(1));
        }
        ByteBuf ticket = record(DATA, TICKET);
        while (ticket.isReadable()) {
            tickets.fromServer(ticket.readSlice(1));
        }
        assertThat(tickets.takeAnswer()).isFalse();
    }

    private void shakeHands() {
        client(HANDSHAKE, 200);
        nanos += TimeUnit.MILLISECONDS.toNanos(10);
        server(HANDSHAKE, 90);
        server(DATA, 3000);
        client(DATA, FINISHED);
        assertThat(tickets.takeAnswer()).isTrue();
    }

    private void client(int type, int length) {
        tickets.fromClient(record(type, length));
    }

    private void server(int type, int length) {
        tickets.fromServer(record(type, length));
    }

    private static ByteBuf record(int type, int length) {
        return Unpooled.buffer(5 + length)
                .writeByte(type)
                .writeShort(0x0303)
                .writeShort(length)
                .writeZero(length);
    }
}
