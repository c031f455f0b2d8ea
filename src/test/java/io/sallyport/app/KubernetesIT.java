package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.RawClient;
import io.sallyport.e2e.Script;
import io.sallyport.e2e.ScriptedUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Kubernetes API as the source of policy, for what was packaged: an executable knows only types it was built with. */
@Timeout(120)
class KubernetesIT {

    @TempDir
    Path folder;

    @Test
    void whatIsListedIsAllowedAndListedAnewWhereTheServerForgotWhatChanged() throws Exception {
        try (ForgetfulApiServer api = new ForgetfulApiServer();
                ScriptedUpstream upstream = ScriptedUpstream.start(Script.okAfter(Duration.ZERO, "ok"))) {
            api.add(entry("early", upstream.port()));
            try (Packaged gateway = start(api.port())) {
                int port = gateway.port();
                assertThat(status(port, "early.example")).isEqualTo(200);
                assertThat(status(port, "late.example")).isEqualTo(403);

                api.add(entry("late", upstream.port()));
                long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (status(port, "late.example") != 200) {
                    assertThat(System.nanoTime()).as("listed anew").isLessThan(end);
                    // Again and again: a watch may just be about to begin.
                    api.forget();
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
                assertThat(status(port, "early.example")).isEqualTo(200);
            }
        }
    }

    private Packaged start(int apiPort) throws Exception {
        Path file = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: nobody, user: {}}]
                contexts: [{name: here, context: {cluster: here, user: nobody}}]
                current-context: here
                """.formatted(apiPort));
        return Packaged.start(
                List.of("env", "KUBECONFIG=" + file),
                Packaged.application(),
                "run",
                "--kubernetes",
                "--port=0",
                "--admin-port=0",
                "--health-port=0",
                "--access-log=off",
                "--allow-address=127.0.0.0/8");
    }

    private static int status(int port, String host) {
        try (RawClient client = RawClient.connect(port)) {
            return client.send("GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .readResponse()
                    .status();
        }
    }

    private static String entry(String name, int port) {
        return """
                {"apiVersion": "networking.istio.io/v1", "kind": "ServiceEntry",
                 "metadata": {"name": "%1$s", "namespace": "shop", "resourceVersion": "1", "uid": "%1$s"},
                 "spec": {"hosts": ["%1$s.example"], "resolution": "STATIC",
                  "ports": [{"number": 80, "name": "http", "protocol": "HTTP", "targetPort": %2$d}],
                  "endpoints": [{"address": "127.0.0.1"}]}}
                """.formatted(name, port);
    }
}
