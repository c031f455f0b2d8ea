package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a DestinationRule says about balancing, bounds and ejection, from YAML to the wire. */
class DestinationRuleTest {

    private static final String FAILING = "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy";

    @Test
    void round_robin_takes_the_endpoints_in_turn() throws InterruptedException {
        try (ScriptedUpstream one = ScriptedUpstream.start(Script.ok("one"));
                ScriptedUpstream two = ScriptedUpstream.start(Script.ok("two"));
                RunningGateway gateway =
                        RunningGateway.of(rule("loadBalancer: {simple: ROUND_ROBIN}", one.port(), two.port()))) {
            for (int i = 0; i < 3; i++) {
                assertThat(port(gateway)).isEqualTo(one.port());
                assertThat(port(gateway)).isEqualTo(two.port());
            }
        }
    }

    @Test
    void a_caller_is_given_a_cookie_and_comes_back_to_its_endpoint_with_it() throws InterruptedException {
        String rule = "loadBalancer: {consistentHash: {httpCookie: {name: affinity, ttl: 60s, path: /}}}";
        try (ScriptedUpstream one = ScriptedUpstream.start(Script.ok("one"));
                ScriptedUpstream two = ScriptedUpstream.start(Script.ok("two"));
                RunningGateway gateway = RunningGateway.of(rule(rule, one.port(), two.port()))) {
            WireMessage first = get(gateway, "");
            int port = port(gateway.ended());
            String cookie = first.head()
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("set-cookie: ".length());

            assertThat(cookie).endsWith("; Max-Age=60; Path=/; HttpOnly");
            for (int i = 0; i < 8; i++) {
                WireMessage again = get(gateway, "Cookie: " + cookie.split(";", 2)[0] + "\r\n");
                assertThat(again.head().toLowerCase(Locale.ROOT)).doesNotContain("set-cookie");
                assertThat(port(gateway.ended())).isEqualTo(port);
            }
        }
    }

    @Test
    void an_endpoint_that_fails_in_a_row_is_left_out() throws InterruptedException {
        String rule = """
                loadBalancer: {simple: ROUND_ROBIN}
                outlierDetection: {consecutive5xxErrors: 2, baseEjectionTime: 60s, maxEjectionPercent: 100}""";
        try (ScriptedUpstream failing = ScriptedUpstream.start(Script.answering(FAILING));
                ScriptedUpstream well = ScriptedUpstream.start(Script.ok("well"));
                RunningGateway gateway = RunningGateway.of(rule(rule, failing.port(), well.port()))) {
            for (int i = 0; i < 4; i++) {
                port(gateway);
            }

            for (int i = 0; i < 6; i++) {
                assertThat(port(gateway)).isEqualTo(well.port());
            }
            assertThat(failing.requests()).hasSize(2);
        }
    }

    @Test
    void where_all_are_left_out_the_answer_is_ours() throws InterruptedException {
        String rule = "outlierDetection: {consecutive5xxErrors: 1}";
        try (ScriptedUpstream failing = ScriptedUpstream.start(Script.answering(FAILING));
                RunningGateway gateway = RunningGateway.of(rule(rule, failing.port()))) {
            get(gateway, "");
            gateway.ended();

            WireMessage answer = get(gateway, "");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.NO_HEALTHY_ENDPOINT);
            assertThat(failing.requests()).hasSize(1);
        }
    }

    @Test
    void a_name_whose_server_refuses_connections_is_left_out() throws InterruptedException {
        String rule = "outlierDetection: {consecutive5xxErrors: 3}";
        int closed;
        try (ScriptedUpstream gone = ScriptedUpstream.start(Script.ok("gone"))) {
            closed = gone.port();
        }
        try (RunningGateway gateway = RunningGateway.of(Yaml.bank(closed) + destinationRule(rule))) {
            get(gateway, "");
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.CONNECTION_REFUSED);

            get(gateway, "");

            Exchange second = gateway.ended();
            assertThat(second.outcome()).isEqualTo(Outcome.NO_HEALTHY_ENDPOINT);
            assertThat(second.detail()).isEqualTo("all addresses are ejected");
        }
    }

    @Test
    void the_answer_to_one_too_many_names_the_overload() throws InterruptedException {
        String rule = "connectionPool: {http: {http2MaxRequests: 1}}";
        try (ScriptedUpstream silent = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway = RunningGateway.of(rule(rule, silent.port()));
                RawClient first = send(gateway, "")) {
            silent.request(0);

            WireMessage answer = get(gateway, "");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head().toLowerCase(Locale.ROOT)).contains("x-envoy-overloaded: true");
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.POOL_FULL);
            assertThat(first).isNotNull();
        }
    }

    @Test
    void a_retry_goes_to_the_other_endpoint() throws InterruptedException {
        String routes = """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                  - route: [{destination: {host: bank.example}}]
                    retries: {attempts: 1, retryOn: "503"}
                """;
        try (ScriptedUpstream failing = ScriptedUpstream.start(Script.answering(FAILING));
                ScriptedUpstream well = ScriptedUpstream.start(Script.ok("well"));
                RunningGateway gateway = RunningGateway.of(
                        rule("loadBalancer: {simple: RANDOM}", failing.port(), well.port()) + routes)) {
            int answered = 0;
            for (int i = 0; i < 20; i++) {
                answered += get(gateway, "").status() == 200 ? 1 : 0;
            }

            // Only five draws of the failing one in a row lead there again.
            assertThat(answered).isGreaterThan(16);
            assertThat(failing.requests()).isNotEmpty();
        }
    }

    @Test
    void without_a_budget_for_it_there_is_no_retry() throws InterruptedException {
        String rule = "retryBudget: {percent: 0, minRetryConcurrency: 0}";
        try (ScriptedUpstream failing = ScriptedUpstream.start(Script.answering(FAILING));
                RunningGateway gateway = RunningGateway.of(
                        Yaml.bank(failing.port(), "retries: {attempts: 3, retryOn: 5xx}") + destinationRule(rule))) {
            assertThat(get(gateway, "").status()).isEqualTo(503);

            Exchange exchange = gateway.ended();
            assertThat(exchange.attempts()).hasSize(1);
            assertThat(exchange.retryOverflow).isTrue();
        }
    }

    @Test
    void a_tunnel_is_silent_no_longer_than_its_idle_timeout() throws InterruptedException {
        try (ScriptedUpstream silent = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway = RunningGateway.of(
                        Yaml.bank(silent.port()) + destinationRule("connectionPool: {tcp: {idleTimeout: 0.2s}}"));
                RawClient client = gateway.connect()) {
            client.send("CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example:443\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(200);

            assertThat(client.isClosedByPeer()).isTrue();
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.UPSTREAM_IDLE);
        }
    }

    @Test
    void a_tunnel_lasts_no_longer_than_a_connection_may() throws InterruptedException {
        try (ScriptedUpstream silent = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway = RunningGateway.of(Yaml.bank(silent.port())
                        + destinationRule("connectionPool: {tcp: {idleTimeout: 0s, maxConnectionDuration: 0.2s}}"));
                RawClient client = gateway.connect()) {
            client.send("CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example:443\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(200);

            assertThat(client.isClosedByPeer()).isTrue();
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.DURATION_EXCEEDED);
        }
    }

    @Test
    void a_connection_that_lived_as_long_as_it_may_is_not_used_again() throws InterruptedException {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.okAfter(Duration.ofMillis(20), "ok"));
                RunningGateway gateway = RunningGateway.of(
                        rule("connectionPool: {tcp: {maxConnectionDuration: 0.01s}}", upstream.port()))) {
            get(gateway, "");
            get(gateway, "");

            assertThat(upstream.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void probes_of_a_silent_connection_do_not_stand_in_its_way() throws InterruptedException {
        String rule = "connectionPool: {tcp: {tcpKeepalive: {probes: 3, time: 60s, interval: 5s}}}";
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("ok"));
                RunningGateway gateway = RunningGateway.of(rule(rule, upstream.port()))) {
            assertThat(get(gateway, "").status()).isEqualTo(200);
        }
    }

    private static int port(RunningGateway gateway) throws InterruptedException {
        get(gateway, "");
        return port(gateway.ended());
    }

    private static int port(Exchange exchange) {
        InetSocketAddress address = Objects.requireNonNull(exchange.attempts().getLast().address);
        return address.getPort();
    }

    private static WireMessage get(RunningGateway gateway, String fields) {
        try (RawClient client = send(gateway, fields)) {
            return client.readResponse();
        }
    }

    private static RawClient send(RunningGateway gateway, String fields) {
        return gateway.connect().send("GET http://bank.example/ HTTP/1.1\r\nHost: bank.example\r\n" + fields + "\r\n");
    }

    /** {@code bank.example} with an endpoint a port, and a rule for it. */
    private static String rule(String policy, int... ports) {
        StringBuilder yaml = new StringBuilder("""
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  resolution: STATIC
                  ports:
                  - {number: 80, name: http, protocol: HTTP}
                  endpoints:
                """);
        for (int port : ports) {
            yaml.append("  - {address: 127.0.0.1, ports: {http: ").append(port).append("}}\n");
        }
        return yaml + destinationRule(policy);
    }

    private static String destinationRule(String policy) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank}
                spec:
                  host: bank.example
                  trafficPolicy:
                """ + policy.indent(4);
    }
}
