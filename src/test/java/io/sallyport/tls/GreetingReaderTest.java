package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sallyport.tls.Greeting.ClientHello;
import io.sallyport.tls.Greeting.Malformed;
import io.sallyport.tls.Greeting.NotTls;
import io.sallyport.tls.Greeting.Partial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingReaderTest {

    @Test
    void aClientHelloOfARealClientIsRead() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("Bank.Example")));
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] bytes = Arrays.copyOf(out.array(), out.position());

        assertThat(Hello.read(bytes)).isEqualTo(new ClientHello("bank.example", List.of("h2", "http/1.1"), false));
    }

    @Test
    void everyTruncationNeedsMoreAndTheRestCompletesIt() {
        byte[] bytes = new Hello().serverName("bank.example").protocols("h2").bytes();

        for (int cut = 0; cut < bytes.length; cut++) {
            GreetingReader reader = new GreetingReader();
            assertThat(reader.read(Unpooled.wrappedBuffer(bytes, 0, cut)))
                    .as("%d bytes", cut)
                    .isInstanceOf(Partial.class);
            assertThat(reader.read(Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(new ClientHello("bank.example", List.of("h2"), false));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64})
    void itMayBeCutIntoRecordsAndSingleBytes(int size) {
        byte[] bytes = new Hello().serverName("bank.example").encrypted().inRecordsOf(size);
        GreetingReader reader = new GreetingReader();
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(reader.read(Unpooled.wrappedBuffer(bytes, i, 1))).isInstanceOf(Partial.class);
        }

        assertThat(reader.read(Unpooled.wrappedBuffer(bytes, bytes.length - 1, 1)))
                .isEqualTo(new ClientHello("bank.example", List.of(), true));
    }

    @Test
    void whatFollowsInLaterRecordsIsNotLookedAt() {
        byte[] bytes = Hello.join(new Hello().serverName("bank.example").bytes(), new byte[] {23, 3, 3, 0, 1, 0});

        assertThat(Hello.read(bytes)).isInstanceOf(ClientHello.class);
    }

    @Test
    void withoutExtensionsOrWithoutAServerNameThereIsNone() {
        assertThat(Hello.read(new Hello().bytes())).isEqualTo(new ClientHello(null, List.of(), false));
        assertThat(Hello.read(new Hello().protocols("h2").bytes()))
                .isEqualTo(new ClientHello(null, List.of("h2"), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BANK.example", "bank.example.", "Bank.Example."})
    void aNameIsLowerCaseAndLosesOneDotAtItsEnd(String written) {
        assertThat(name(written)).isEqualTo("bank.example");
    }

    @Test
    void aNameBeyondAsciiIsReadAsTheALabelsThatClientsSend() {
        assertThat(name("XN--BCHER-KVA.example")).isEqualTo("xn--bcher-kva.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bücher.example",
                "",
                ".",
                "..",
                "a..b",
                ".bank.example",
                "bank.example..",
                "bank example",
                "bank\0.example",
                "bank.example:443",
                "user@bank.example",
                "2001:db8::1",
                "*.example",
                "bank/example"
            })
    void whatIsNoHostNameIsMalformed(String written) {
        assertThat(Hello.read(new Hello().serverName(written).bytes())).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "SSH-2.0-x", "\u0000\u0000", "\u0080.\u0001\u0003\u0001"})
    void otherProtocolsAreNotTls(String text) {
        assertThat(Hello.read(text.getBytes(StandardCharsets.ISO_8859_1))).isInstanceOf(NotTls.class);
    }

    @Test
    void aRecordOfTlsMustHaveItsVersion() {
        assertThat(Hello.read(new byte[] {22, 2})).isInstanceOf(NotTls.class);
        assertThat(Hello.read(new byte[] {22, 3})).isInstanceOf(Partial.class);
    }

    static Stream<Arguments> malformed() {
        byte[] named = new Hello().serverName("a.example").message();
        byte[] two = Hello.join(
                new byte[] {0}, Hello.vector16("a.example".getBytes(StandardCharsets.US_ASCII)),
                new byte[] {0}, Hello.vector16("b.example".getBytes(StandardCharsets.US_ASCII)));
        return Stream.of(
                Arguments.of(
                        "an extension given twice",
                        new Hello()
                                .serverName("a.example")
                                .serverName("b.example")
                                .bytes()),
                Arguments.of(
                        "more than one server name",
                        new Hello().extension(0, Hello.vector16(two)).bytes()),
                Arguments.of(
                        "bytes after the server name",
                        new Hello()
                                .extension(0, Hello.join(Hello.vector16(two), new byte[1]))
                                .bytes()),
                Arguments.of(
                        "a server name that is no host name",
                        new Hello()
                                .extension(0, Hello.vector16(new byte[] {1, 0, 1, 'a'}))
                                .bytes()),
                Arguments.of(
                        "a length past the end",
                        new Hello().extension(0, new byte[] {0, 9, 0}).bytes()),
                Arguments.of(
                        "a length past the end",
                        new Hello().extension(0, new byte[0]).bytes()),
                Arguments.of("no application protocols", new Hello().protocols().bytes()),
                Arguments.of(
                        "an empty application protocol",
                        new Hello().protocols("").bytes()),
                Arguments.of(
                        "a session id of more than 32 bytes",
                        new Hello().session(33).bytes()),
                Arguments.of(
                        "no whole list of cipher suites", new Hello().suites().bytes()),
                Arguments.of(
                        "no whole list of cipher suites",
                        new Hello().suites((byte) 1).bytes()),
                Arguments.of(
                        "no compression methods", new Hello().compressions().bytes()),
                Arguments.of("another handshake message than a ClientHello", Hello.record(new byte[] {2, 0, 0, 0})),
                Arguments.of(
                        "more in the record than the ClientHello", Hello.record(Hello.join(named, new byte[] {1}))),
                Arguments.of("a ClientHello of more than 16384 bytes", Hello.record(new byte[] {1, 0, 0x40, 1})),
                Arguments.of("a record of 0 bytes", new byte[] {22, 3, 1, 0, 0}),
                Arguments.of("a record of 16385 bytes", new byte[] {22, 3, 1, 0x40, 1}),
                Arguments.of(
                        "a record of another type inside the ClientHello",
                        Hello.join(Hello.record(Arrays.copyOf(named, 20)), new byte[] {23, 3, 1})),
                Arguments.of(
                        "more than 256 records",
                        new Hello().extension(99, new byte[400]).inRecordsOf(1)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatAnotherReaderMightTakeDifferentlyIsMalformed(String reason, byte[] bytes) {
        assertThat(Hello.read(bytes)).isEqualTo(new Malformed(reason));
    }

    @Test
    void theLongestIsStillRead() {
        int rest = GreetingReader.LONGEST
                - new Hello()
                        .serverName("bank.example")
                        .extension(99, new byte[0])
                        .message()
                        .length;
        byte[] longest = new Hello()
                .serverName("bank.example")
                .extension(99, new byte[rest])
                .bytes();

        assertThat(Hello.read(longest)).isInstanceOf(ClientHello.class);
    }

    private static @Nullable String name(String written) {
        return ((ClientHello) Hello.read(new Hello().serverName(written).bytes())).serverName();
    }
}
