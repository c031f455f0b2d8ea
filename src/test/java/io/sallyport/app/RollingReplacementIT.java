package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.RawClient;
import io.sallyport.e2e.Script;
import io.sallyport.e2e.ScriptedUpstream;
import io.sallyport.e2e.WireMessage;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas behind one port, replaced ten times while they are called: the callers do not notice. */
@Timeout(600)
class RollingReplacementIT {

    private static final int REPLACEMENTS = 10;

    /** Each a connection that lives on from request to request, as long as it may. */
    private static final int CALLERS = 6;

    @TempDir
    Path folder;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean enough;

    @Test
    void noRequestFails() throws Exception {
        try (ScriptedUpstream quick = ScriptedUpstream.start(Script.okAfter(Duration.ofMillis(5), "ok"));
                ScriptedUpstream slow = ScriptedUpstream.start(trickle());
                Endpoints endpoints = new Endpoints()) {
            Path config = Files.writeString(
                    folder.resolve("hosts.yaml"), entry("quick", quick.port()) + entry("slow", slow.port()));
            Deque<Packaged> replicas = new ArrayDeque<>();
            try {
                replicas.add(start(config, endpoints));
                replicas.add(start(config, endpoints));
                List<Thread> callers = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    String host = caller % 3 == 2 ? "slow.example" : "quick.example";
                    callers.add(Thread.ofVirtual().start(() -> call(endpoints.port(), host)));
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

    private static String entry(String name, int port) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %1$s}
                spec:
                  hosts: [%1$s.example]
                  resolution: STATIC
                  ports: [{number: 80, name: http, protocol: HTTP, targetPort: %2$d}]
                  endpoints: [{address: 127.0.0.1}]
                """.formatted(name, port);
    }
}
