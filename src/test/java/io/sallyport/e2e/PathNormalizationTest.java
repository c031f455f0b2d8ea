package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is matched is what is sent: no second spelling of a path leads around a rule. */
class PathNormalizationTest {

    private static final String ADMIN = """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: admin}
            spec:
              hosts: [bank.example]
              http:
              - match: [{uri: {prefix: /admin}}]
                directResponse: {status: 410}
              - route: [{destination: {host: bank.example}}]
            """;

    @Test
    void aPathIsMatchedAndSentInOneSpelling() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()) + ADMIN);
                RawClient client = gateway.connect()) {
            int refused = client.send("GET /rates/../%61dmin HTTP/1.1\r\nHost: bank.example\r\n\r\n")
                    .readResponse()
                    .status();
            int sent = client.send("GET /admin/../rates?x=/../y HTTP/1.1\r\nHost: bank.example\r\n\r\n")
                    .readResponse()
                    .status();

            assertThat(refused).isEqualTo(410);
            assertThat(sent).isEqualTo(200);
            assertThat(upstream.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.startLine()).isEqualTo("GET /rates?x=/../y HTTP/1.1"));
        }
    }
}
