package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.authority.MintedIdentities;
import io.sallyport.authority.TestAuthority;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.tls.Hello;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The ways to write a host, and to name one host here and another there: each row is served, or says why not. The
 * reason is what the access log has: outcome and detail.
 */
class FrontingMatrixTest {

    private static final String SERVED = "served";
    private static final String MALFORMED = "400: ";

    @TempDir
    static Path folder;

    static TlsAuthority authority;
    static TlsAuthority.Issued origin;
    static TlsIdentities identities;

    @BeforeAll
    static void issue() throws Exception {
        authority = TlsAuthority.create(folder, "authority");
        origin = authority.issue("dns:bank.example", "dns:open.example", "dns:xn--bcher-kva.example");
        identities = MintedIdentities.open(
                TestAuthority.in(folder, "operator", "bank.example", "open.example")
                        .files(),
                List.of("http/1.1"));
    }

    /** CONNECT, and the server name of the greeting that follows; none where it is empty. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the same                      | bank.example:443              | bank.example          | served
            mixed case                    | BANK.Example:443              | bAnK.eXAMPLE          | served
            a dot behind the CONNECT's    | bank.example.:443             | bank.example          | served
            a dot behind the greeting's   | bank.example:443              | bank.example.         | served
            two dots                      | bank.example..:443            | bank.example          | 400: CONNECT needs host:port
            an A-label                    | xn--bcher-kva.example:443     | XN--bcher-kva.Example | served
            a U-label                     | b\u00fccher.example:443       | xn--bcher-kva.example | 400: request line without a valid target
            a look-alike                  | xn--bnk-6cd.example:443       | bank.example          | DENIED 403: host-not-listed
            another that is listed        | bank.example:443              | open.example          | SERVER_NAME_MISMATCH 200: server name open.example, tunnel for bank.example
            another that is not           | bank.example:443              | evil.example          | SERVER_NAME_MISMATCH 200: server name evil.example, tunnel for bank.example
            one below                     | bank.example:443              | www.bank.example      | SERVER_NAME_MISMATCH 200: server name www.bank.example, tunnel for bank.example
            none                          | bank.example:443              |                       | SERVER_NAME_MISMATCH 200: no server name, tunnel for bank.example
            an unlisted CONNECT           | evil.example:443              | bank.example          | DENIED 403: host-not-listed
            IPv4, none                    | 192.0.2.8:443                 |                       | served
            IPv4, a host listed there     | 192.0.2.8:443                 | bank.example          | served
            IPv4, a host listed elsewhere | 192.0.2.8:443                 | open.example          | SERVER_NAME_MISMATCH 200: server name open.example, tunnel for 192.0.2.8
            IPv4 in both                  | 192.0.2.8:443                 | 192.0.2.8             | served
            IPv4, unlisted                | 192.0.2.99:443                | bank.example          | DENIED 403: address-not-listed
            IPv4 as one number            | 3221225992:443                | bank.example          | DENIED 403: address-not-listed
            IPv4 in octal                 | 0300.0.2.010:443              | bank.example          | DENIED 403: address-not-listed
            IPv4 with a dot behind        | 192.0.2.8.:443                |                       | served
            IPv6, none                    | [2001:db8::8]:443             |                       | served
            IPv6 at length, in capitals   | [2001:DB8:0:0:0:0:0:8]:443    |                       | served
            IPv6, a host listed there     | [2001:db8::8]:443             | bank.example          | served
            IPv6, unlisted                | [2001:db8::9]:443             |                       | DENIED 403: address-not-listed
            IPv6 around IPv4              | [::ffff:192.0.2.8]:443        |                       | served
            IPv6 with a zone              | [2001:db8::8%25eth0]:443      |                       | 400: CONNECT needs host:port
            """)
    void aTunnel(String what, String target, @Nullable String serverName, String expected) throws Exception {
        byte[] hello = serverName == null
                ? new Hello().bytes()
                : new Hello().serverName(serverName).bytes();
        Arrivals<byte[]> got = new Arrivals<>();
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.start(connection -> got.add(connection.readBytes(hello.length)));
                RunningGateway gateway = RunningGateway.of(yaml(upstream, "tunnel"));
                RawClient client = gateway.connect()) {
            client.send("CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n\r\n"
                    .formatted(target)
                    .getBytes(StandardCharsets.UTF_8));
            if (expected.startsWith(MALFORMED)) {
                malformed(client.readResponse(), expected);
                return;
            }
            if (client.readHead().status() == 200) {
                client.send(hello).halfClose();
            }
            assertThat(found(gateway.ended())).isEqualTo(expected);
            assertThat(got.soFar()).hasSize(expected.equals(SERVED) ? 1 : 0);
        }
    }

    /** CONNECT for bank.example whose TLS ends here: what the greeting names, and what the request inside. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the same                       | bank.example     | /                     | bank.example          | served
            mixed case                     | BANK.Example     | /                     | bAnK.eXAMPLE          | served
            a dot behind the Host          | bank.example     | /                     | bank.example.         | served
            with the port                  | bank.example     | /                     | bank.example:443      | served
            no server name                 |                  | /                     | bank.example          | served
            no server name, another Host   |                  | /                     | open.example          | DENIED 421: the request is for https://open.example, its connection for bank.example:443
            another server name            | open.example     | /                     | bank.example          | DENIED 200: the server name is open.example, the CONNECT was for bank.example
            another Host that is listed    | bank.example     | /                     | open.example          | DENIED 421: the request is for https://open.example, its connection for bank.example:443
            another Host that is not       | bank.example     | /                     | evil.example          | DENIED 421: the request is for https://evil.example, its connection for bank.example:443
            one below                      | bank.example     | /                     | www.bank.example      | DENIED 421: the request is for https://www.bank.example, its connection for bank.example:443
            another port                   | bank.example     | /                     | bank.example:8443     | DENIED 421: the request is for https://bank.example:8443, its connection for bank.example:443
            the host's address             | bank.example     | /                     | 192.0.2.8             | DENIED 421: the request is for https://192.0.2.8, its connection for bank.example:443
            the host's IPv6 address        | bank.example     | /                     | [2001:db8::8]         | DENIED 421: the request is for https://[2001:db8::8], its connection for bank.example:443
            the target names another       | bank.example     | https://open.example/ | bank.example          | DENIED 421: the request is for https://open.example, its connection for bank.example:443
            the target is not TLS          | bank.example     | http://bank.example/  | bank.example          | DENIED 421: the request is for http://bank.example, its connection for bank.example:443
            the target is right, Host not  | bank.example     | https://bank.example/ | open.example          | served
            a U-label                      | bank.example     | /                     | b\u00e4nk.example     | 400: the Host field names no valid host
            a look-alike                   | bank.example     | /                     | xn--bnk-6cd.example   | DENIED 421: the request is for https://xn--bnk-6cd.example, its connection for bank.example:443
            """)
    void anInterceptedRequest(String what, @Nullable String serverName, String target, String host, String expected)
            throws Exception {
        SSLContext blind = HttpsParties.blindTrust(null);
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(origin.identity(), Script.ok("ok"));
                RunningGateway gateway = RunningGateway.intercepting(identities, yaml(upstream, "intercept"));
                RawClient client = gateway.connect()) {
            assertThat(client.send(HttpsWay.connect("bank.example")).readHead().status())
                    .isEqualTo(200);
            Exchange exchange;
            try {
                // An address is no server name, so that none is sent.
                client.startTls(blind, Objects.requireNonNullElse(serverName, "127.0.0.1"));
                gateway.ended();
                client.send("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(target, host));
                WireMessage answer = client.readResponse();
                if (expected.startsWith(MALFORMED)) {
                    malformed(answer, expected);
                    return;
                }
                exchange = gateway.ended();
                assertThat(exchange.status).isEqualTo(answer.status());
            } catch (UncheckedIOException alert) {
                exchange = gateway.ended();
            }

            assertThat(found(exchange)).isEqualTo(expected);
            assertThat(upstream.requests())
                    .hasSize(expected.equals(SERVED) ? 1 : 0)
                    .allSatisfy(request ->
                            assertThat(request.field("Host").orElseThrow()).matches("(?i)bank\\.example\\.?(:443)?"));
        }
    }

    /** TLS whose client knows of no proxy: the greeting's name alone decides, and leads where we resolve it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a listed host  | bank.example          | served
            mixed case     | BANK.Example          | served
            a dot behind   | bank.example.         | served
            an A-label     | XN--bcher-kva.example | served
            a look-alike   | xn--bnk-6cd.example   | DENIED 0: host-not-listed
            an unlisted    | evil.example          | DENIED 0: host-not-listed
            one below      | www.bank.example      | DENIED 0: host-not-listed
            an address     | 192.0.2.8             | served
            an unlisted one| 192.0.2.99            | DENIED 0: address-not-listed
            """)
    void aCapturedGreeting(String what, String serverName, String expected) throws Exception {
        byte[] hello = new Hello().serverName(serverName).bytes();
        Arrivals<byte[]> got = new Arrivals<>();
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.start(connection -> got.add(connection.readBytes(hello.length)));
                RunningGateway gateway =
                        RunningGateway.of(yaml(upstream, "tunnel")).capturing();
                RawClient client = gateway.connectCaptured()) {
            client.send(hello).halfClose();

            assertThat(found(gateway.ended())).isEqualTo(expected);
            assertThat(got.soFar()).hasSize(expected.equals(SERVED) ? 1 : 0);
        }
    }

    /** What is no request is no exchange either; its answer says what is wrong. */
    private static void malformed(WireMessage answer, String expected) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("urn:sallyport:problem:client-malformed")
                .contains(expected.substring(MALFORMED.length()));
    }

    private static String found(Exchange exchange) {
        return exchange.outcome() == Outcome.COMPLETED
                ? SERVED
                : exchange.outcome() + " " + exchange.status + ": " + exchange.detail();
    }

    private static String yaml(ScriptedUpstream upstream, String https) {
        return entry("bank", "bank.example", "192.0.2.8, \"2001:db8::8\"", upstream.port(), https)
                + entry("open", "open.example", "192.0.2.9", upstream.port(), https)
                + entry("books", "xn--bcher-kva.example", "192.0.2.10", upstream.port(), https)
                + (https.equals("tunnel") ? "" : rule());
    }

    private static String entry(String name, String host, String addresses, int port, String https) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %s, annotations: {sallyport.io/https: %s}}
                spec:
                  hosts: [%s]
                  addresses: [%s]
                  resolution: STATIC
                  endpoints: [{address: 127.0.0.1}]
                  ports: [{number: 443, name: https, protocol: HTTPS, targetPort: %d}]
                """.formatted(name, https, host, addresses, port);
    }

    private static String rule() {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank}
                spec:
                  host: bank.example
                  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: %s}}
                """.formatted(authority.certificatePem());
    }
}
