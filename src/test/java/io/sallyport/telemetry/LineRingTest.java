package io.sallyport.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineRingTest {

    private final LineRing ring = new LineRing(16);

    @Test
    void aLineThatGoesAroundTheEndComesOutWhole() {
        assertThat(offer("0123456789\n")).isTrue();
        assertThat(drained()).isEqualTo("0123456789\n");
        assertThat(offer("abcdefghij\n")).isTrue();

        assertThat(drained()).isEqualTo("abcdefghij\n");
    }

    @Test
    void aLineThatDoesNotFitIsRefusedWholeAndRoomComesBackWithReading() {
        assertThat(offer("0123456789\n")).isTrue();
        assertThat(offer("abcdef\n")).isFalse();
        assertThat(offer("abcd\n")).as("to the last byte").isTrue();
        assertThat(ring.isCrowded()).isTrue();

        assertThat(drained()).isEqualTo("0123456789\nabcd\n");
        assertThat(ring.isCrowded()).isFalse();
        assertThat(offer("0123456789abcde\n")).isTrue();
    }

    @Test
    void aLongStretchIsReadInPieces() {
        LineRing large = new LineRing(256 * 1024);
        byte[] line = "x".repeat(100_000).getBytes(US_ASCII);
        large.offer(line, line.length);
        List<Integer> pieces = new ArrayList<>();

        large.drainTo((bytes, offset, count) -> pieces.add(count));

        assertThat(pieces).containsExactly(65_536, 34_464);
    }

    @Test
    void aCapacityMustBeAPowerOfTwo() {
        assertThatThrownBy(() -> new LineRing(1000)).hasMessage("capacity: 1000 (expected: a power of two)");
    }

    private boolean offer(String line) {
        return ring.offer(line.getBytes(US_ASCII), line.length());
    }

    private String drained() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ring.drainTo(out::write);
        return out.toString(US_ASCII);
    }
}
