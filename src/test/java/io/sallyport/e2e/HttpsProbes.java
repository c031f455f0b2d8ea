package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.tls.Hello;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What one way enforces, found out by trying: a probe for each row of the table in docs/https.md. */
final class HttpsProbes {

    /** What a probe found, and how the table says it. */
    enum Finding {
        YES("yes"),
        NO("no"),
        /** Only with the annotation that asks for it, and not by the request but by the bytes. */
        APPROXIMATELY("approximately, on request (below)"),
        /** There is no greeting but the gateway's own. */
        OURS("ours");

        private final String cell;

        Finding(String cell) {
            this.cell = cell;
        }

        String cell() {
            return cell;
        }

        static Finding of(boolean enforced) {
            return enforced ? YES : NO;
        }
    }

    /** Tries one row. */
    @FunctionalInterface
    interface Probe {
        Finding on(HttpsProbes probes) throws Exception;
    }

    private static final String HOST = "bank.example";
    private static final String UNLISTED = "evil.example";
    private static final Duration SLOW = Duration.ofMillis(900);
    private static final String TOLD = "HTTP/1.1 418 No\r\nContent-Length: 4\r\n\r\ntold";

    private final HttpsParties parties;
    private final HttpsWay way;

    HttpsProbes(HttpsParties parties, HttpsWay way) {
        this.parties = parties;
        this.way = way;
    }

    Finding hostsAndPorts() throws Exception {
        try (ScriptedUpstream origin = origin(Script.ok("ok"));
                RunningGateway gateway = gateway(new HttpsBank(origin));
                RunningGateway elsewhere = gateway(new HttpsBank(origin).port(8443))) {
            assertThat(ask(gateway)).as("the host that is listed").isEqualTo("ok");
            drain(gateway, way.exchanges());
            int connections = origin.connectionCount();
            knock(gateway, UNLISTED).close();
            knock(elsewhere, HOST).close();

            return Finding.of(gateway.ended().detail().equals("host-not-listed")
                    && elsewhere.ended().detail().equals("port-not-listed")
                    && origin.connectionCount() == connections);
        }
    }

    Finding serverName() throws Exception {
        try (ScriptedUpstream origin = origin(Script.ok("ok"));
                RunningGateway gateway = gateway(new HttpsBank(origin))) {
            if (way == HttpsWay.ORIGINATE) {
                assertThat(ask(gateway)).isEqualTo("ok");
                assertThat(origin.connection(0).serverName()).isEqualTo(HOST);
                return Finding.OURS;
            }
            try (RawClient client = way == HttpsWay.CAPTURED ? gateway.connectCaptured() : gateway.connect()) {
                if (way != HttpsWay.CAPTURED) {
                    assertThat(client.send(HttpsWay.connect(HOST)).readHead().status())
                            .isEqualTo(200);
                }
                client.send(new Hello().serverName(UNLISTED).bytes());
                Outcome outcome = gateway.ended().outcome();
                return Finding.of((outcome == Outcome.DENIED || outcome == Outcome.SERVER_NAME_MISMATCH)
                        && origin.requests().isEmpty());
            }
        }
    }

    Finding timeout() throws Exception {
        String route = "timeout: 250ms\nretries: {attempts: 0}";
        if (isCut(route, "")) {
            return Finding.YES;
        }
        return isCut(route, ", sallyport.io/tunnel-timeout: approximate") ? Finding.APPROXIMATELY : Finding.NO;
    }

    private boolean isCut(String route, String annotation) throws Exception {
        try (ScriptedUpstream origin = origin(Script.okAfter(SLOW, "late"));
                RunningGateway gateway =
                        gateway(new HttpsBank(origin).route(route).annotation(annotation))) {
            boolean cut = !"late".equals(ask(gateway));
            if (cut) {
                assertThat(drain(gateway, way.exchanges()).getLast().outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
            }
            return cut;
        }
    }

    Finding perTryTimeout() throws Exception {
        String route = "timeout: 10s\nretries: {attempts: 1, perTryTimeout: 250ms, retryOn: \"reset,5xx\"}";
        try (ScriptedUpstream origin = origin(Script.okAfter(SLOW, "late"), Script.ok("second"));
                RunningGateway gateway = gateway(
                        new HttpsBank(origin).route(route).annotation(", sallyport.io/tunnel-timeout: approximate"))) {
            return Finding.of("second".equals(ask(gateway)));
        }
    }

    Finding retries() throws Exception {
        try (ScriptedUpstream origin = origin(Script.resetting(), Script.ok("second"));
                RunningGateway gateway =
                        gateway(new HttpsBank(origin).route("retries: {attempts: 1, retryOn: reset}"))) {
            boolean retried = "second".equals(ask(gateway));
            assertThat(origin.requests()).as("tries").hasSize(retried ? 2 : 1);
            return Finding.of(retried);
        }
    }

    Finding routesAndChanges() throws Exception {
        String routes = """
                - match: [{uri: {exact: /path}}]
                  directResponse: {status: 418, body: {string: told}}
                - match: [{method: {exact: DELETE}}]
                  directResponse: {status: 418, body: {string: told}}
                - match: [{headers: {x-way: {exact: seen}}}]
                  directResponse: {status: 418, body: {string: told}}
                - match: [{uri: {exact: /fault}}]
                  fault: {abort: {percentage: {value: 100}, httpStatus: 418}}
                  route: [{destination: {host: bank.example}}]
                - rewrite: {uri: /rewritten}
                  headers: {request: {set: {x-added: here}}}
                  mirror: {host: copy.example}
                  route: [{destination: {host: bank.example}}]
                """;
        try (ScriptedUpstream origin = origin(Script.ok("ok"));
                ScriptedUpstream copy = ScriptedUpstream.start(Script.ok("ok"));
                RunningGateway gateway =
                        gateway(new HttpsBank(origin).routes(routes).copy(copy));
                RawClient client = parties.open(way, gateway)) {
            List<Boolean> found = new ArrayList<>();
            for (String request : List.of(
                    way.get(HOST, "/path"),
                    way.request("DELETE", HOST, "/", ""),
                    way.request("GET", HOST, "/", "x-way: seen\r\n"),
                    way.get(HOST, "/fault"))) {
                found.add(client.send(request).readResponse().status() == 418);
            }
            assertThat(client.send(way.get(HOST, "/")).readResponse().text()).isEqualTo("ok");
            WireMessage last = origin.requests().getLast();
            found.add(last.startLine().equals("GET /rewritten HTTP/1.1"));
            found.add(last.field("x-added").isPresent());
            boolean any = found.contains(true);
            // Copies come when they come: where nothing else was done, none is waited for.
            found.add(any ? copy.request(0).startLine().contains("/rewritten") : copy.connectionCount() > 0);

            assertThat(found).as("all of it or nothing").containsOnly(any);
            return Finding.of(any);
        }
    }

    Finding connections() throws Exception {
        String one = "connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}";
        try (ScriptedUpstream origin = origin(Script.silent());
                RunningGateway gateway = gateway(new HttpsBank(origin).policy(one));
                RawClient first = parties.open(way, gateway)) {
            first.send(way.get(HOST, "/"));
            origin.request(0);
            try (RawClient second = another(gateway);
                    RawClient third = another(gateway)) {
                Outcome outcome;
                do {
                    outcome = gateway.ended().outcome();
                } while (outcome == Outcome.COMPLETED);
                return Finding.of(outcome == Outcome.POOL_FULL && origin.connectionCount() == 1);
            }
        }
    }

    /** One more that needs a connection to the origin, whose answer is not waited for. */
    private RawClient another(RunningGateway gateway) throws Exception {
        return way == HttpsWay.INTERCEPT ? parties.open(way, gateway).send(way.get(HOST, "/")) : knock(gateway, HOST);
    }

    Finding outliers() throws Exception {
        String rule = "outlierDetection: {consecutive5xxErrors: 1, baseEjectionTime: 60s, maxEjectionPercent: 100}";
        try (ScriptedUpstream origin = origin(
                        Script.answering("HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nbad"), Script.ok("again"));
                RunningGateway gateway = gateway(new HttpsBank(origin).policy(rule))) {
            assertThat(ask(gateway)).isEqualTo("bad");
            boolean ejected = !"again".equals(ask(gateway));
            if (ejected) {
                assertThat(drain(gateway, 2 * way.exchanges()).getLast().outcome())
                        .isEqualTo(Outcome.NO_HEALTHY_ENDPOINT);
            }
            return Finding.of(ejected);
        }
    }

    Finding verification() throws Exception {
        boolean expired = isRefused(parties.expired(), "");
        boolean revoked =
                isRefused(parties.origin(), ", caCrl: " + parties.authority().revoke(parties.origin()));
        assertThat(revoked).isEqualTo(expired);
        return Finding.of(revoked);
    }

    private boolean isRefused(TlsAuthority.Issued shown, String settings) throws Exception {
        try (ScriptedUpstream origin = ScriptedUpstream.startTls(shown.identity(), Script.ok("taken"));
                RunningGateway gateway = gateway(new HttpsBank(origin).tls(settings))) {
            boolean refused = !"taken".equals(ask(gateway, HttpsParties.blindTrust(null)));
            if (refused) {
                assertThat(drain(gateway, way.exchanges()).getLast().outcome())
                        .isEqualTo(Outcome.TLS_CERTIFICATE_REJECTED);
            }
            return refused;
        }
    }

    Finding statusCodes() throws Exception {
        try (ScriptedUpstream origin = origin(Script.answering(TOLD));
                RunningGateway gateway = gateway(new HttpsBank(origin))) {
            assertThat(ask(gateway)).isEqualTo("told");
            return Finding.of(drain(gateway, way.exchanges()).getLast().status == 418);
        }
    }

    Finding certificatesOfTheApp() throws Exception {
        boolean own = originSeesTheAppsCertificate();
        assertThat(pinningWorks()).isEqualTo(own);
        return Finding.of(own);
    }

    /** The app has the origin's own, which is as good as any of the same authority. */
    private boolean originSeesTheAppsCertificate() throws Exception {
        SSLContext showing = ((JdkSslContext) SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .keyManager(
                                parties.origin().certificatePem().toFile(),
                                parties.origin().keyPem().toFile())
                        .build())
                .context();
        try (ScriptedUpstream origin =
                        ScriptedUpstream.startMutualTls(parties.origin().identity(), Script.ok("known"));
                RunningGateway gateway = gateway(new HttpsBank(origin))) {
            boolean known = "known".equals(ask(gateway, showing));
            assertThat(origin.connection(0).clientName() != null).isEqualTo(known);
            return known;
        }
    }

    /** An app that takes the origin's own authority, and no other. */
    private boolean pinningWorks() throws Exception {
        try (ScriptedUpstream origin = origin(Script.ok("pinned"));
                RunningGateway gateway = gateway(new HttpsBank(origin))) {
            return way != HttpsWay.ORIGINATE
                    && "pinned".equals(ask(gateway, parties.origin().context()));
        }
    }

    private ScriptedUpstream origin(Script... scripts) {
        return ScriptedUpstream.startTls(parties.origin().identity(), scripts);
    }

    private RunningGateway gateway(HttpsBank bank) {
        RunningGateway gateway = RunningGateway.intercepting(parties.identities(), bank.yaml(way, parties));
        return way == HttpsWay.CAPTURED ? gateway.capturing() : gateway;
    }

    private @Nullable String ask(RunningGateway gateway) throws Exception {
        return ask(gateway, parties.trust(way));
    }

    /** What a request on a connection of its own was answered; null where the connection was cut instead. */
    private @Nullable String ask(RunningGateway gateway, SSLContext trust) {
        try (RawClient client = way.open(gateway, HOST, trust)) {
            return client.send(way.get(HOST, "/")).readResponse().text();
        } catch (UncheckedIOException cut) {
            return null;
        }
    }

    /** Says as much as it takes for the gateway to decide, and waits for no answer. */
    private RawClient knock(RunningGateway gateway, String host) {
        return switch (way) {
            case ORIGINATE -> gateway.connect().send(way.get(host, "/"));
            case INTERCEPT, TUNNEL -> gateway.connect().send(HttpsWay.connect(host));
            case CAPTURED ->
                gateway.connectCaptured().send(new Hello().serverName(host).bytes());
        };
    }

    private static List<Exchange> drain(RunningGateway gateway, int count) throws InterruptedException {
        List<Exchange> ended = new ArrayList<>();
        while (ended.size() < count) {
            ended.add(Objects.requireNonNull(gateway.ended()));
        }
        return ended;
    }
}
