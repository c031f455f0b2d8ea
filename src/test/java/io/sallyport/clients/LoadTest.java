package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.Program;
import io.sallyport.e2e.RunningGateway;
import io.sallyport.e2e.Script;
import io.sallyport.e2e.ScriptedUpstream;
import io.sallyport.upstream.Http2Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** h2load on the listener: many requests at once, on few connections, and not one may fail. */
class LoadTest {

    private static final String INSTALL = "apt-get install nghttp2-client";

    @ParameterizedTest
    @CsvSource({"1, 100", "4, 10", "20, 1"})
    void everyRequestToAServerOfHttp1IsAnswered(int connections, int streams) throws Exception {
        Program h2load = Program.of("h2load", "nghttp2/", INSTALL);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway running = RunningGateway.of(yaml(upstream.port(), "HTTP"))) {
            String output = load(h2load, running, connections, streams);

            assertThat(output)
                    .contains("5000 total, 5000 started, 5000 done, 5000 succeeded, 0 failed, 0 errored, 0 timeout")
                    .contains("5000 2xx, 0 3xx, 0 4xx, 0 5xx");
            assertThat(upstream.requests()).hasSize(5000);
        }
    }

    @Test
    void everyRequestWithABodyToAServerOfHttp2IsAnswered(@TempDir Path folder) throws Exception {
        Program h2load = Program.of("h2load", "nghttp2/", INSTALL);
        Path body = Files.writeString(folder.resolve("body"), "amount=5&".repeat(400));
        try (Http2Server upstream = Http2Server.start(new AfterTheBody());
                RunningGateway running = RunningGateway.of(yaml(upstream.port(), "HTTP2"))) {
            String output = load(h2load, running, 4, 10, "-d", body.toString());

            assertThat(output)
                    .contains("5000 total, 5000 started, 5000 done, 5000 succeeded, 0 failed, 0 errored, 0 timeout")
                    .contains("5000 2xx, 0 3xx, 0 4xx, 0 5xx");
        }
    }

    @Test
    void everyRequestIsAnsweredThoughTheServerDoesNotWaitForItsBody(@TempDir Path folder) throws Exception {
        Program h2load = Program.of("h2load", "nghttp2/", INSTALL);
        Path body = Files.writeString(folder.resolve("body"), "amount=5&".repeat(2_100));
        try (Http2Server upstream = Http2Server.start(new BeforeTheBody());
                RunningGateway running = RunningGateway.of(yaml(upstream.port(), "HTTP2"))) {
            String output = load(h2load, running, 4, 10, "-d", body.toString());

            assertThat(output)
                    .contains("5000 total, 5000 started, 5000 done, 5000 succeeded, 0 failed, 0 errored, 0 timeout")
                    .contains("5000 2xx, 0 3xx, 0 4xx, 0 5xx");
        }
    }

    @Test
    void everyRequestToAHostThatIsNotListedIsDeniedThoughItsBodyIsStillComing(@TempDir Path folder) throws Exception {
        Program h2load = Program.of("h2load", "nghttp2/", INSTALL);
        Path body = Files.writeString(folder.resolve("body"), "amount=5&".repeat(400));
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway running =
                        RunningGateway.of(yaml(upstream.port(), "HTTP").replace("bank.example", "other.example"))) {
            String output = load(h2load, running, 4, 10, "-d", body.toString());

            assertThat(output)
                    .contains("5000 total, 5000 started, 5000 done, 0 succeeded, 5000 failed, 0 errored, 0 timeout")
                    .contains("0 2xx, 0 3xx, 5000 4xx, 0 5xx");
        }
    }

    /** Answers once the request is whole. */
    private static final class AfterTheBody implements Http2Server.Script {

        @Override
        public void head(Http2Server.Call call) {}

        @Override
        public void body(Http2Server.Call call, String piece, boolean last) {
            if (last) {
                call.ok("rates");
            }
        }
    }

    /** Answers as soon as there is a head. */
    private static final class BeforeTheBody implements Http2Server.Script {

        @Override
        public void head(Http2Server.Call call) {
            call.ok("rates");
        }

        @Override
        public void body(Http2Server.Call call, String piece, boolean last) {}
    }

    private static String load(Program h2load, RunningGateway running, int connections, int streams, String... more)
            throws Exception {
        return h2load.run(Stream.concat(
                        Stream.of(
                                "-n",
                                "5000",
                                "-c",
                                Integer.toString(connections),
                                "-m",
                                Integer.toString(streams),
                                "--connect-to=127.0.0.1:" + running.port(),
                                "http://bank.example/rates"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static String yaml(int port, String protocol) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  ports: [{number: 80, name: http, protocol: %s, targetPort: %d}]
                """.formatted(protocol, port);
    }
}
