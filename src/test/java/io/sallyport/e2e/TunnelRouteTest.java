package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.tls.Alert;
import io.sallyport.tls.Hello;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Where {@code tls} and {@code tcp} routes lead tunnels. */
class TunnelRouteTest {

    @Test
    void aTlsRouteLeadsANameElsewhereAndOthersNowhere() throws Exception {
        try (ScriptedUpstream shop = ScriptedUpstream.start(saying("shop"));
                ScriptedUpstream bank = ScriptedUpstream.start(saying("bank"));
                RunningGateway gateway =
                        RunningGateway.of(entry("shop", "\"*.shop.example\"", "HTTPS", 443, shop.port(), "")
                                + entry("bank", "bank.example", "HTTPS", 443, bank.port(), "")
                                + routes("\"*.shop.example\"", """
                                        tls:
                                        - match: [{sniHosts: ["*.eu.shop.example"]}]
                                          route: [{destination: {host: "*.shop.example"}}]
                                        - match: [{sniHosts: [a.eu.shop.example]}]
                                          route: [{destination: {host: bank.example}}]
                                        """))) {
            assertThat(heard(gateway, "a.eu.shop.example:443")).isEqualTo("bank");
            assertThat(gateway.ended().forward().route()).isEqualTo("routes/tls[1]");
            assertThat(heard(gateway, "b.eu.shop.example:443")).isEqualTo("shop");
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(status(gateway, "c.shop.example:443")).isEqualTo(404);
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.NO_ROUTE);
        }
    }

    @Test
    void aTlsRouteLeadsACapturedConnectionByTheServerNameOfItsGreeting() throws Exception {
        try (ScriptedUpstream shop = ScriptedUpstream.start(saying("shop"));
                ScriptedUpstream bank = ScriptedUpstream.start(saying("bank"));
                RunningGateway gateway = RunningGateway.of(
                                entry("shop", "\"*.shop.example\"", "TLS", 443, shop.port(), "")
                                        + entry("bank", "bank.example", "TLS", 443, bank.port(), "")
                                        + routes("\"*.shop.example\"", """
                                        tls:
                                        - match: [{sniHosts: [a.shop.example]}]
                                          route: [{destination: {host: bank.example}}]
                                        - match: [{sniHosts: [b.shop.example]}]
                                          route: [{destination: {host: "*.shop.example"}}]
                                        """))
                        .capturing()) {
            assertThat(captured(gateway, "A.Shop.example")).isEqualTo("bank");
            Exchange first = gateway.ended();
            assertThat(first.forward().route()).isEqualTo("routes/tls[0]");
            assertThat(first.head().host()).isEqualTo("a.shop.example");
            assertThat(captured(gateway, "b.shop.example")).isEqualTo("shop");
            assertThat(gateway.ended().forward().route()).isEqualTo("routes/tls[1]");
            assertThat(captured(gateway, "c.shop.example"))
                    .as("an alert")
                    .isEqualTo(new String(Alerts.bytes(Alert.ACCESS_DENIED), StandardCharsets.ISO_8859_1));
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.NO_ROUTE);
        }
    }

    @Test
    void aTcpRouteIsForItsAddressesAndOthersGoWhereTheyWereGoing() throws Exception {
        try (ScriptedUpstream shop = ScriptedUpstream.start(saying("shop"));
                ScriptedUpstream bank = ScriptedUpstream.start(saying("bank"));
                RunningGateway gateway =
                        RunningGateway.of(entry("shop", "shop.example", "TCP", 9000, shop.port(), "192.0.2.0/24")
                                + entry("bank", "bank.example", "TCP", 9001, bank.port(), "")
                                + routes("shop.example", """
                                        tcp:
                                        - match: [{port: 9000, destinationSubnets: [192.0.2.128/25]}]
                                          route: [{destination: {host: bank.example}}]
                                        - match: [{port: 9000, destinationSubnets: [192.0.2.192/26]}]
                                          route: [{destination: {host: shop.example}}]
                                        """))) {
            assertThat(heard(gateway, "192.0.2.130:9000")).isEqualTo("bank");
            assertThat(heard(gateway, "192.0.2.200:9000"))
                    .as("the narrower range")
                    .isEqualTo("shop");
            assertThat(heard(gateway, "192.0.2.1:9000")).isEqualTo("shop");
            assertThat(heard(gateway, "shop.example:9000")).isEqualTo("shop");
            assertThat(status(gateway, "198.51.100.1:9000")).isEqualTo(403);
        }
    }

    private static Script saying(String name) {
        return connection -> {
            connection.send(name);
            connection.readToEnd();
        };
    }

    private static String heard(RunningGateway gateway, String target) {
        try (RawClient client = gateway.connect()) {
            assertThat(connect(client, target).readHead().status()).isEqualTo(200);
            client.halfClose();
            return new String(client.readToEnd(), StandardCharsets.UTF_8);
        }
    }

    private static String captured(RunningGateway gateway, String serverName) {
        try (RawClient client = gateway.connectCaptured()) {
            client.send(new Hello().serverName(serverName).bytes()).halfClose();
            return new String(client.readToEnd(), StandardCharsets.ISO_8859_1);
        }
    }

    private static int status(RunningGateway gateway, String target) {
        try (RawClient client = gateway.connect()) {
            return connect(client, target).readResponse().status();
        }
    }

    private static RawClient connect(RawClient client, String target) {
        return client.send("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
    }

    private static String entry(String name, String host, String protocol, int port, int target, String addresses) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %s}
                spec:
                  hosts: [%s]
                  addresses: [%s]
                  resolution: STATIC
                  ports: [{number: %d, name: port, protocol: %s, targetPort: %d}]
                  endpoints: [{address: 127.0.0.1}]
                ---
                """.formatted(name, host, addresses, port, protocol, target);
    }

    private static String routes(String host, String routes) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: routes}
                spec:
                  hosts: [%s]
                """.formatted(host) + routes.indent(2);
    }
}
