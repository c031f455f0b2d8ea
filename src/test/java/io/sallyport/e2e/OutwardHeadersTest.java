package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves of the header fields that tell about the inside. */
class OutwardHeadersTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final String GET =
            "GET / HTTP/1.1\r\nHost: bank.example\r\nAccept: text/xml\r\nTraceparent: " + TRACE
                    + "\r\nTracestate: a=b\r\nB3: 1-2-1\r\nBaggage: user=42\r\nX-Request-Id: r1\r\nX-Forwarded-For: 10.0.0.7\r\n"
                    + "X-Envoy-Attempt-Count: 1\r\nForwarded: for=10.0.0.7\r\nX-Api-Key: k\r\n\r\n";

    private static final List<String> TRACE_CONTEXT = List.of("Traceparent", "Tracestate", "B3");
    private static final List<String> OTHERS =
            List.of("Baggage", "X-Request-Id", "X-Forwarded-For", "X-Envoy-Attempt-Count", "Forwarded");

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "'', '', false, false",
        "'annotations: {sallyport.io/outward-headers: strip}', '', false, false",
        "'annotations: {sallyport.io/outward-headers: trace}', '', true, false",
        "'annotations: {sallyport.io/outward-headers: keep}', '', true, true",
        "'', 'location: MESH_INTERNAL', true, true",
        "'annotations: {sallyport.io/outward-headers: strip}', 'location: MESH_INTERNAL', false, false",
    })
    void theEntrySaysWhatLeaves(String metadata, String spec, boolean trace, boolean others) throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway = RunningGateway.of(yaml(upstream.port(), metadata, spec));
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);

            WireMessage sent = upstream.request(0);
            assertThat(TRACE_CONTEXT)
                    .allSatisfy(name ->
                            assertThat(sent.field(name).isPresent()).as(name).isEqualTo(trace));
            assertThat(OTHERS)
                    .allSatisfy(name ->
                            assertThat(sent.field(name).isPresent()).as(name).isEqualTo(others));
            assertThat(sent.field("Accept")).contains("text/xml");
            assertThat(sent.field("X-Api-Key")).contains("k");
        }
    }

    @Test
    void whatIsWithheldIsKnownToTheLogAndWhatARouteSetsLeaves() throws Exception {
        String route = """
                headers: {request: {set: {x-correlation: "%REQ(x-request-id)%", x-forwarded-proto: https}}}
                """;
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), route));
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);

            assertThat(upstream.request(0).field("X-Correlation")).contains("r1");
            assertThat(upstream.request(0).field("X-Forwarded-Proto")).contains("https");
            assertThat(upstream.request(0).field("X-Request-Id")).isEmpty();
            assertThat(gateway.ended().head().header("traceparent")).isEqualTo(TRACE);
        }
    }

    @Test
    void unlistedHostsThatAreLetThroughAreToldNothing() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway = RunningGateway.allowingAny("");
                RawClient client = gateway.connect()) {
            client.send(GET.replace("bank.example", "bank.example:" + upstream.port()))
                    .readResponse();

            assertThat(upstream.request(0).field("Baggage")).isEmpty();
        }
    }

    private static String yaml(int port, String metadata, String spec) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata:
                  name: bank
                  %s
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  %s
                  ports: [{number: 80, name: http, protocol: HTTP, targetPort: %d}]
                """.formatted(metadata, spec, port);
    }
}
