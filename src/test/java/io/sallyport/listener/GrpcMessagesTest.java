package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcMessagesTest {

    private final GrpcMessages messages = new GrpcMessages();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100, 100_000})
    void messagesAreCountedHoweverTheirBytesAreCut(int piece) {
        ByteBuf all = Unpooled.wrappedBuffer(message(0), message(3), message(0), message(70_000), message(255));
        int before = all.readableBytes();

        long counted = 0;
        while (all.isReadable()) {
            ByteBuf part = all.readSlice(Math.min(piece, all.readableBytes()));
            counted = messages.count(part);
            assertThat(part.readableBytes()).as("nothing is read off").isPositive();
        }

        assertThat(counted).isEqualTo(5);
        assertThat(before).isGreaterThan(70_000);
    }

    @Test
    void oneThatHasOnlyBegunIsCounted() {
        assertThat(messages.count(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 0})))
                .isZero();
        assertThat(messages.count(Unpooled.wrappedBuffer(new byte[] {9, 1}))).isEqualTo(1);
    }

    @Test
    void aLengthBeyondTwoGigabytesIsNoNegativeOne() {
        assertThat(messages.count(Unpooled.wrappedBuffer(new byte[] {0, -1, -1, -1, -1, 1, 2, 3})))
                .isEqualTo(1);
        assertThat(messages.count(Unpooled.wrappedBuffer(new byte[1000]))).isEqualTo(1);
    }

    private static byte[] message(int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, (byte) (length >> 16), (byte) (length >> 8), (byte) length});
        out.writeBytes(new byte[length]);
        return out.toByteArray();
    }
}
