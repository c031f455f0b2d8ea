package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever comes is answered, and the same however it is cut. */
class GreetingReaderPropertyTest {

    private static final byte[] VALID = new Hello()
            .serverName("bank.example")
            .protocols("h2", "http/1.1")
            .encrypted()
            .inRecordsOf(40);

    @Property(tries = 2000)
    void anyBytesComeToTheSameWholeOrOneByOne(@ForAll @Size(max = 300) byte[] bytes) {
        holds(bytes);
    }

    @Property(tries = 2000)
    void anyBytesAfterARecordsBeginningComeToTheSame(@ForAll @Size(max = 200) byte[] bytes) {
        holds(Hello.join(new byte[] {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3}, bytes));
    }

    @Property(tries = 4000)
    void aClientHelloWithSomeBytesChangedComesToTheSame(
            @ForAll @IntRange(max = 10_000) int first,
            @ForAll byte firstValue,
            @ForAll @IntRange(max = 10_000) int second,
            @ForAll byte secondValue) {
        byte[] bytes = VALID.clone();
        bytes[first % bytes.length] = firstValue;
        bytes[second % bytes.length] = secondValue;
        holds(bytes);
    }

    private static void holds(byte[] bytes) {
        Greeting whole = Hello.read(bytes);
        GreetingReader reader = new GreetingReader();
        for (int i = 0; i < bytes.length; i++) {
            reader.read(Unpooled.wrappedBuffer(bytes, i, 1));
        }

        assertThat(reader.result()).isEqualTo(whole);
    }
}
