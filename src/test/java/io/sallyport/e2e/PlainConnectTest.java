package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import org.junit.jupiter.api.Test;

/** CONNECT to a port without TLS: some clients have a tunnel for {@code http://} too. */
class PlainConnectTest {

    private static final String CONNECT = "CONNECT bank.example:80 HTTP/1.1\r\nHost: bank.example:80\r\n\r\n";
    private static final String GET = "GET /rates HTTP/1.1\r\nHost: bank.example\r\n\r\n";

    @Test
    void requestsInsideAreDecidedOneByOne() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("first"), Script.ok("second"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            assertThat(client.send(CONNECT).readHead().status()).isEqualTo(200);
            Exchange tunnel = gateway.ended();

            assertThat(client.send(GET).readResponse().text()).isEqualTo("first");
            Exchange inside = gateway.ended();

            assertThat(tunnel.head().method()).isEqualTo("CONNECT");
            assertThat(tunnel.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(inside.head().scheme()).isEqualTo("http");
            assertThat(inside.head().path()).isEqualTo("/rates");
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void theRoutesTimeoutHoldsInside() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), "timeout: 300ms\n"));
                RawClient client = gateway.connect()) {
            client.send(CONNECT).readHead();
            WireMessage answer = client.send(GET).readResponse();

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.field("Proxy-Status").orElseThrow()).contains("http_response_timeout");
        }
    }

    @Test
    void whatComesWithTheConnectIsTheFirstOfWhatIsInside() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            client.send(CONNECT + GET);

            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readResponse().text()).isEqualTo("rates");
        }
    }

    @Test
    void aRequestForAnotherHostIsMisdirected() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            client.send(CONNECT).readHead();
            gateway.ended();
            WireMessage answer =
                    client.send("GET / HTTP/1.1\r\nHost: other.example\r\n\r\n").readResponse();

            assertThat(answer.status()).isEqualTo(421);
            assertThat(gateway.ended().detail()).contains("its connection for bank.example:80");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void noSecondTunnelGoesInside() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            client.send(CONNECT).readHead();

            assertThat(client.send(CONNECT).readResponse().status()).isEqualTo(400);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void tlsInsideIsNoHttp() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            client.send(CONNECT).readHead();

            assertThat(client.send("\u0016\u0003\u0001\u0000\u0010")
                            .readResponse()
                            .status())
                    .isEqualTo(400);
            assertThat(upstream.requests()).isEmpty();
        }
    }
}
