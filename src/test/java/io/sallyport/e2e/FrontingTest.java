package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.tls.Alert;
import io.sallyport.tls.Hello;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT for one host and TLS for another: the host that is allowed is the one that is served. */
class FrontingTest {

    @TempDir
    static Path folder;

    static TlsIdentity bank;

    @BeforeAll
    static void issue() {
        bank = TlsIdentity.create(folder, "bank.example", "xn--bcher-kva.example");
    }

    @Test
    void theHostOfTheConnectIsServed() throws Exception {
        try (ScriptedUpstream origin = ScriptedUpstream.startTls(bank, Script.ok("rates"));
                RunningGateway gateway = RunningGateway.of(entries(origin.port(), ""));
                RawClient client = gateway.connect()) {
            connect(client, "BANK.example.:443");
            client.startTls(bank.context(), "Bank.Example");

            assertThat(client.send("GET / HTTP/1.1\r\nHost: bank.example\r\n\r\n")
                            .readResponse()
                            .text())
                    .isEqualTo("rates");
        }
    }

    @Test
    void aHostBeyondAsciiIsServedUnderItsALabels() throws Exception {
        try (ScriptedUpstream origin = ScriptedUpstream.startTls(bank, Script.ok("books"));
                RunningGateway gateway = RunningGateway.of(entries(origin.port(), ""));
                RawClient client = gateway.connect()) {
            connect(client, "XN--BCHER-KVA.example:443");
            client.startTls(bank.context(), "bücher.example");

            assertThat(client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                            .readResponse()
                            .text())
                    .isEqualTo("books");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"other.example", "www.bank.example", "bank.example.evil.example", "evilbank.example", "127.0.0.1"
            })
    void aServerNameOfAnotherHostIsRefusedAndTheOriginGetsNoByte(String name) throws Exception {
        Exchange exchange =
                refused("bank.example:443", new Hello().serverName(name).bytes(), Alert.UNRECOGNIZED_NAME, "");

        assertThat(exchange.outcome()).isEqualTo(Outcome.SERVER_NAME_MISMATCH);
        assertThat(exchange.detail()).isEqualTo("server name " + name + ", tunnel for bank.example");
        assertThat(exchange.status).as("what the client was sent").isEqualTo(200);
    }

    @Test
    void aListedHostIsNoReasonToServeAnother() throws Exception {
        byte[] hello = new Hello().serverName("xn--bcher-kva.example").bytes();

        Exchange exchange = refused("bank.example:443", hello, Alert.UNRECOGNIZED_NAME, "");

        assertThat(exchange.outcome()).isEqualTo(Outcome.SERVER_NAME_MISMATCH);
        assertThat(exchange.serverName).isEqualTo("xn--bcher-kva.example");
    }

    @Test
    void aMissingServerNameIsRefused() throws Exception {
        Exchange exchange = refused("bank.example:443", new Hello().bytes(), Alert.ACCESS_DENIED, "");

        assertThat(exchange.outcome()).isEqualTo(Outcome.SERVER_NAME_MISMATCH);
        assertThat(exchange.detail()).isEqualTo("no server name, tunnel for bank.example");
    }

    @Test
    void anEncryptedHelloInAnotherHostsEnvelopeIsRefused() throws Exception {
        byte[] hello = new Hello().serverName("public.example").encrypted().bytes();
        Exchange exchange = refused("bank.example:443", hello, Alert.UNRECOGNIZED_NAME, "");

        assertThat(exchange.detail()).isEqualTo("encrypted, outer server name public.example, tunnel for bank.example");
    }

    @Test
    void aRawNameBeyondAsciiIsNoNameAtAll() throws Exception {
        byte[] hello = new Hello().serverName("bücher.example").bytes();
        Exchange exchange = refused("xn--bcher-kva.example:443", hello, Alert.HANDSHAKE_FAILURE, "");

        assertThat(exchange.outcome()).isEqualTo(Outcome.CLIENT_NOT_TLS);
        assertThat(exchange.detail()).isEqualTo("malformed ClientHello: the server name is no host name in ASCII");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "SSH-2.0-client\r\n"})
    void whatIsNotTlsIsRefused(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Exchange exchange = refused("bank.example:443", bytes, Alert.HANDSHAKE_FAILURE, "");

        assertThat(exchange.outcome()).isEqualTo(Outcome.CLIENT_NOT_TLS);
        assertThat(Objects.requireNonNull(exchange.outcome()).flag()).isEqualTo("DPE");
        assertThat(exchange.detail()).isEqualTo("no ClientHello for bank.example");
        assertThat(exchange.bytesReceived).isEqualTo(bytes.length);
    }

    @Test
    void aServerNameMayBeLeftOutWhereTheEntrySaysSo() throws Exception {
        byte[] nameless = new Hello().bytes();
        byte[] enveloped = new Hello().serverName("public.example").encrypted().bytes();

        assertThat(passed("bank.example:443", nameless, OPTIONAL)).isTrue();
        assertThat(passed("bank.example:443", enveloped, OPTIONAL)).isTrue();
        byte[] other = new Hello().serverName("other.example").bytes();
        assertThat(refused("bank.example:443", other, Alert.UNRECOGNIZED_NAME, OPTIONAL)
                        .outcome())
                .isEqualTo(Outcome.SERVER_NAME_MISMATCH);
    }

    @Test
    void aTunnelToAnAddressNamesNoHostOrOneThatIsListedThere() throws Exception {
        assertThat(passed("192.0.2.8:443", new Hello().bytes(), "")).isTrue();
        assertThat(passed(
                        "192.0.2.8:443", new Hello().serverName("BANK.example").bytes(), ""))
                .isTrue();
        byte[] elsewhere = new Hello().serverName("xn--bcher-kva.example").bytes();
        assertThat(refused("192.0.2.8:443", elsewhere, Alert.UNRECOGNIZED_NAME, "")
                        .detail())
                .isEqualTo("server name xn--bcher-kva.example, tunnel for 192.0.2.8");
        byte[] unlisted = new Hello().serverName("evil.example").bytes();
        assertThat(refused("192.0.2.8:443", unlisted, Alert.UNRECOGNIZED_NAME, "")
                        .outcome())
                .isEqualTo(Outcome.SERVER_NAME_MISMATCH);
    }

    @Test
    void otherPortsCarryWhatTheyLikeButNoTlsForAnotherHost() throws Exception {
        assertThat(passed("bank.example:9000", "anything".getBytes(StandardCharsets.US_ASCII), ""))
                .isTrue();
        assertThat(passed("bank.example:9000", new Hello().bytes(), "")).isTrue();
        byte[] other = new Hello().serverName("other.example").bytes();
        assertThat(refused("bank.example:9000", other, Alert.UNRECOGNIZED_NAME, "")
                        .outcome())
                .isEqualTo(Outcome.SERVER_NAME_MISMATCH);
    }

    @Test
    void aServerThatSpeaksFirstIsHeardBeforeTheClientSaysAnything() throws Exception {
        try (ScriptedUpstream origin = ScriptedUpstream.start(connection -> {
                    connection.send("220 welcome");
                    connection.send(new String(connection.readBytes(4), StandardCharsets.US_ASCII));
                });
                RunningGateway gateway = RunningGateway.of(entries(origin.port(), ""));
                RawClient client = gateway.connect()) {
            connect(client, "bank.example:9000");

            assertThat(client.readBytes(11)).asString().isEqualTo("220 welcome");
            assertThat(client.send("EHLO").readBytes(4)).asString().isEqualTo("EHLO");
        }
    }

    @Test
    void aClientHelloMayComeByteByByteAndInManyRecords() throws Exception {
        byte[] hello = new Hello().serverName("bank.example").inRecordsOf(7);
        try (ScriptedUpstream origin = echo(hello.length);
                RunningGateway gateway = RunningGateway.of(entries(origin.port(), ""));
                RawClient client = gateway.connect()) {
            connect(client, "bank.example:443");
            for (byte octet : hello) {
                client.send(new byte[] {octet});
            }

            assertThat(client.readBytes(hello.length)).isEqualTo(hello);
        }
    }

    @Test
    void aHelloThatIsNeverWholeReachesNobody() throws Exception {
        byte[] hello = new Hello().serverName("bank.example").bytes();
        try (ScriptedUpstream origin = ScriptedUpstream.start(ScriptedConnection::readToEnd);
                RunningGateway gateway = RunningGateway.of(entries(origin.port(), ""));
                RawClient client = gateway.connect()) {
            connect(client, "bank.example:443");
            client.send(Arrays.copyOf(hello, hello.length - 1)).halfClose();
            Exchange exchange = gateway.ended();

            assertThat(exchange.outcome()).isEqualTo(Outcome.CLIENT_GONE);
            assertThat(exchange.detail()).isEqualTo("closed by the client in the middle of a ClientHello");
        }
    }

    private static final String OPTIONAL = ", annotations: {sallyport.io/server-name: optional}";

    private static Exchange refused(String target, byte[] first, Alert alert, String more) throws Exception {
        byte[][] got = {null};
        try (ScriptedUpstream origin = ScriptedUpstream.start(connection -> got[0] = connection.readToEnd());
                RunningGateway gateway = RunningGateway.of(entries(origin.port(), more));
                RawClient client = gateway.connect()) {
            connect(client, target);
            client.send(first);

            assertThat(client.readToEnd()).isEqualTo(Alerts.bytes(alert));
            assertThat(origin.connection(0).hasEnded()).isTrue();
            assertThat(got[0]).as("what the origin got").isEmpty();
            return gateway.ended();
        }
    }

    private static boolean passed(String target, byte[] first, String more) throws Exception {
        try (ScriptedUpstream origin = echo(first.length);
                RunningGateway gateway = RunningGateway.of(entries(origin.port(), more));
                RawClient client = gateway.connect()) {
            connect(client, target);
            return Arrays.equals(client.send(first).readBytes(first.length), first);
        }
    }

    private static ScriptedUpstream echo(int length) {
        return ScriptedUpstream.start(connection -> connection.send(connection.readBytes(length)));
    }

    private static void connect(RawClient client, String target) {
        String request = "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(target, target.toLowerCase(Locale.ROOT));
        assertThat(client.send(request).readHead().status()).isEqualTo(200);
    }

    private static String entries(int port, String more) {
        return entry("bank", "bank.example", "192.0.2.8", port, more)
                + "---\n"
                + entry("books", "xn--bcher-kva.example", "192.0.2.9", port, "");
    }

    private static String entry(String name, String host, String address, int port, String more) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %1$s%5$s}
                spec:
                  hosts: [%2$s]
                  addresses: [%3$s]
                  resolution: STATIC
                  endpoints: [{address: 127.0.0.1}]
                  ports:
                  - {number: 443, name: https, protocol: HTTPS, targetPort: %4$d}
                  - {number: 9000, name: raw, protocol: TCP, targetPort: %4$d}
                """.formatted(name, host, address, port, more);
    }
}
