package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.RawClient;
import io.sallyport.e2e.Script;
import io.sallyport.e2e.ScriptedUpstream;
import io.sallyport.e2e.WireMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas behind one port, replaced ten times while they are called: the callers do not notice. */
@Timeout(600)
class RollingReplacementIT {

    private static final int REPLACEMENTS = 10;

    /** Of each kind. */
    private static final int CALLERS = 2;

    /** Requests on an HTTP/2 connection at a time, and in a tunnel one after another. */
    private static final int ROUND = 8;

    @TempDir
    Path folder;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();
    private volatile boolean enough;

    @AfterEach
    void endClients() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void noRequestFails() throws Exception {
        try (ScriptedUpstream quick = ScriptedUpstream.start(Script.okAfter(Duration.ofMillis(5), "ok"));
                ScriptedUpstream slow = ScriptedUpstream.start(trickle());
                ScriptedUpstream bytes = ScriptedUpstream.start(Script.okAfter(Duration.ofMillis(100), "ok"));
                Endpoints endpoints = new Endpoints()) {
            Path config = Files.writeString(
                    folder.resolve("hosts.yaml"),
                    entry("quick", "80", "HTTP", quick.port())
                            + entry("slow", "80", "HTTP", slow.port())
                            + entry("bytes", "9000", "TCP", bytes.port()));
            Deque<Packaged> replicas = new ArrayDeque<>();
            try {
                replicas.add(start(config, endpoints));
                replicas.add(start(config, endpoints));
                List<Thread> callers = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    callers.add(Thread.ofVirtual().start(() -> call(endpoints.port(), "quick.example")));
                    callers.add(Thread.ofVirtual().start(() -> call(endpoints.port(), "slow.example")));
                    callers.add(Thread.ofVirtual().start(() -> callByHttp2(endpoints.port())));
                    callers.add(Thread.ofVirtual().start(() -> callThroughTunnels(endpoints.port())));
                }

                for (int replacement = 0; replacement < REPLACEMENTS; replacement++) {
                    replicas.add(start(config, endpoints));
                    int before = answered.get();
                    try (Packaged old = replicas.remove()) {
                        old.terminate();
                        assertThat(old.exitCode()).as(old.printed()).isEqualTo(143);
                    }
                    assertThat(answered.get()).isGreaterThan(before);
                }

                enough = true;
                for (Thread caller : callers) {
                    caller.join();
                }
                assertThat(failures).isEmpty();
            } finally {
                replicas.forEach(Packaged::close);
            }
        }
    }

    /** A connection that lives on from request to request, as long as it may. */
    private void call(int port, String host) {
        String request = "GET http://" + host + "/rates HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        RawClient client = RawClient.connect(port);
        while (!enough) {
            try {
                WireMessage answer = client.send(request).readResponse();
                if (answer.status() == 200 && answer.text().equals("ok")) {
                    answered.incrementAndGet();
                } else {
                    failures.add(host + ": " + answer.head() + answer.text());
                }
                if (answer.field("Connection").orElse("").equalsIgnoreCase("close")) {
                    client.close();
                    client = RawClient.connect(port);
                }
            } catch (RuntimeException e) {
                failures.add(host + ": " + e);
                client.close();
                client = RawClient.connect(port);
            }
        }
        client.close();
    }

    /** A pool's connection, several requests on it at a time. */
    private void callByHttp2(int port) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1);
        RequestOptions rates = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .setHost("quick.example")
                .setPort(80)
                .setURI("/rates");
        HttpClient client = vertx.createHttpClient(options);
        while (!enough) {
            List<Future<String>> round =
                    Stream.generate(() -> answer(client, rates)).limit(ROUND).toList();
            for (Future<String> answer : round) {
                try {
                    note(
                            "HTTP/2",
                            answer.toCompletionStage().toCompletableFuture().join());
                } catch (CompletionException e) {
                    failures.add("HTTP/2: " + e.getCause());
                }
            }
        }
        client.close();
    }

    private static Future<String> answer(HttpClient client, RequestOptions request) {
        return client.request(request)
                .compose(HttpClientRequest::send)
                .compose(response -> response.body().map(body -> response.statusCode() + " " + body));
    }

    /** Each tunnel outlives the moment in which its replica is told to go, and none the time it has to finish. */
    private void callThroughTunnels(int port) {
        while (!enough) {
            try (RawClient client = RawClient.connect(port)) {
                WireMessage opened = client.send(
                                "CONNECT bytes.example:9000 HTTP/1.1\r\nHost: bytes.example:9000\r\n\r\n")
                        .readHead();
                note("CONNECT", opened.status() + " ok");
                for (int i = 0; i < ROUND; i++) {
                    client.send("GET /rates HTTP/1.1\r\nHost: bytes.example\r\n\r\n");
                    WireMessage answer = client.readResponse();
                    note("tunnel", answer.status() + " " + answer.text());
                }
            } catch (RuntimeException e) {
                failures.add("tunnel: " + e);
            }
        }
    }

    private void note(String kind, String answer) {
        if (answer.equals("200 ok")) {
            answered.incrementAndGet();
        } else {
            failures.add(kind + ": " + answer);
        }
    }

    /** A response whose head says that the connection lives on, long before its body has come. */
    private static Script trickle() {
        return connection -> {
            while (connection.readRequest()) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
                connection.pause(Duration.ofMillis(1_500));
                connection.send("k");
            }
        };
    }

    private static Packaged start(Path config, Endpoints endpoints) throws Exception {
        int health = freePort();
        Packaged replica = Packaged.start(
                "run",
                "--config=" + config,
                "--port=0",
                "--admin-port=0",
                "--health-port=" + health,
                "--allow-address=127.0.0.0/8",
                "--access-log=off",
                "--drain-delay=3");
        endpoints.add(replica.port(), health);
        return replica;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static String entry(String name, String port, String protocol, int targetPort) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %1$s}
                spec:
                  hosts: [%1$s.example]
                  resolution: STATIC
                  ports: [{number: %2$s, name: port, protocol: %3$s, targetPort: %4$d}]
                  endpoints: [{address: 127.0.0.1}]
                """.formatted(name, port, protocol, targetPort);
    }
}
