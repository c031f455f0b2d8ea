package io.sallyport.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrefaceTest {

    private static final String WHOLE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    @Test
    void everyBeginningMayBecomeItAndTheWholeIsIt() {
        for (int length = 1; length < WHOLE.length(); length++) {
            assertThat(look(WHOLE.substring(0, length))).isEqualTo(Preface.PARTIAL);
        }
        assertThat(look(WHOLE)).isEqualTo(Preface.WHOLE);
        assertThat(look(WHOLE + "\0\0")).isEqualTo(Preface.WHOLE);
    }

    @Test
    void oneOtherLetterAndItIsSomethingElse() {
        for (int at = 0; at < WHOLE.length(); at++) {
            assertThat(look(WHOLE.substring(0, at) + "x")).as("at " + at).isEqualTo(Preface.OTHER);
        }
    }

    private static Preface look(String bytes) {
        return Preface.look(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }
}
