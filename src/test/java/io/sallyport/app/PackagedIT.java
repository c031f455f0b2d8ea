package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, started as users start it. */
@Timeout(120)
class PackagedIT {

    @TempDir
    Path folder;

    @Test
    void itGuardsUntilItIsToldToEnd() throws Exception {
        try (Packaged sallyport = run("--config", "examples/01-currency", "--port", "0")) {
            HttpResponse<String> denied = get(sallyport.port(), "http://evil.example/");
            sallyport.terminate();
            int exitCode = sallyport.exitCode();

            assertThat(denied.statusCode()).isEqualTo(403);
            assertThat(denied.body()).contains("host-not-listed");
            // 128 + SIGTERM, as the JVM ends when it is told to.
            assertThat(exitCode).isEqualTo(143);
            assertThat(sallyport.printed()).contains("sallyport stopped");
        }
    }

    @Test
    void aBadConfigurationRefusesToStartAndNamesThePlace() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bad}
                spec:
                  hostz: [bank.example]
                """);
        try (Packaged sallyport = run("--config", file.toString(), "--port", "0")) {
            assertThat(sallyport.exitCode()).isEqualTo(1);
            assertThat(sallyport.printed()).contains(file + ":5:3: error: spec.hostz");
        }
    }

    @Test
    void withoutAConfigurationItSaysWhatIsMissing() throws Exception {
        try (Packaged sallyport = run("--port", "0")) {
            assertThat(sallyport.exitCode()).isEqualTo(1);
            assertThat(sallyport.printed()).contains("neither --config PATH nor --kubernetes was given");
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Packaged sallyport =
                        run("--config", "examples/01-currency", "--port", String.valueOf(taken.getLocalPort()))) {
            assertThat(sallyport.exitCode()).isEqualTo(1);
            assertThat(sallyport.printed())
                    .contains("cannot listen")
                    .contains(":" + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void checkAcceptsTheExampleAndStartsNothing() throws Exception {
        try (Packaged sallyport = Packaged.start("check", "examples/01-currency")) {
            assertThat(sallyport.exitCode()).isZero();
            assertThat(sallyport.printed()).contains("accepted: 2 resources, 0 errors, 0 warnings");
        }
    }

    @Test
    void theDemoTellsItsStoryAndEnds() throws Exception {
        try (Packaged sallyport = Packaged.start(
                "demo",
                "--rounds",
                "1",
                "--port",
                "0",
                "--admin-port",
                "0",
                "--health-port",
                "0",
                "--bank-port",
                "0")) {
            assertThat(sallyport.exitCode()).isZero();
            assertThat(sallyport.printed())
                    .contains("caller   200 1 EUR = ")
                    .contains("-> 504, flag UT")
                    .contains("CONNECTION_REFUSED")
                    .contains("-> 403, flag NR");
        }
    }

    private static Packaged run(String... arguments) throws Exception {
        String[] ports = {"run", "--admin-port", "0", "--health-port", "0", "--access-log", "off"};
        String[] all =
                Stream.concat(Arrays.stream(ports), Arrays.stream(arguments)).toArray(String[]::new);
        return Packaged.start(all);
    }

    private static HttpResponse<String> get(int proxyPort, String url) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxyPort)))
                .build()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }
}
