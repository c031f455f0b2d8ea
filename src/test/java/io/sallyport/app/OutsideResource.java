package io.sallyport.app;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.sallyport.e2e.Script;
import io.sallyport.e2e.ScriptedUpstream;
import io.sallyport.e2e.TlsIdentity;
import io.sallyport.upstream.Http2Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hosts outside, one of each kind: {@code bank.example} is well for {@code /rates}, unwell for {@code /broken} and knows
 * nothing else; {@code *.wild.example} is a wildcard, {@code raw.example} is reached by tunnels, {@code grpc.example} by
 * gRPC, {@code secure.example} by TLS that begins here, {@code down.example} not at all. {@code unlisted.example} is
 * there and not listed.
 */
public final class OutsideResource implements QuarkusTestResourceLifecycleManager {

    private static @Nullable Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** The gateway's configuration folder. */
    static Path folder() {
        if (folder == null) {
            throw new IllegalStateException("the resource was not started");
        }
        return folder;
    }

    @Override
    public Map<String, String> start() {
        WireMockServer bank = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .disableRequestJournal());
        bank.start();
        opened.add(bank::stop);
        bank.stubFor(any(urlEqualTo("/rates")).willReturn(aResponse().withBody("<rates/>")));
        bank.stubFor(any(urlEqualTo("/broken")).willReturn(aResponse().withStatus(503)));
        bank.stubFor(any(anyUrl()).atPriority(9).willReturn(aResponse().withStatus(404)));
        ScriptedUpstream raw = ScriptedUpstream.start(connection -> {
            connection.readBytes(4);
            connection.send("pong");
        });
        Http2Server grpc =
                Http2Server.start(call -> call.fields(false, ":status: 200", "content-type: application/grpc")
                        .data("\0\0\0\0\1x", false)
                        .fields(true, "grpc-status: " + ("/rates.Rates/Fail".equals(call.field(":path")) ? 14 : 0)));
        opened.addAll(List.of(raw, grpc));
        try {
            folder = Files.createTempDirectory("sallyport-outside-");
            TlsIdentity identity = TlsIdentity.create(Files.createTempDirectory("sallyport-tls-"), "secure.example");
            ScriptedUpstream secure = ScriptedUpstream.startTls(identity, Script.ok("secret rates"));
            opened.add(secure);
            Files.writeString(
                    folder().resolve("hosts.yaml"),
                    entry("bank.example", 80, "HTTP", bank.port())
                            + entry("raw.example", 9000, "TCP", raw.port())
                            + entry("grpc.example", 50051, "GRPC", grpc.port())
                            + entry("down.example", 80, "HTTP", 1)
                            + entry("secure.example", 80, "HTTP", secure.port())
                            + originating("secure.example", identity.certificatePem())
                            + wildcard());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String there = "127.0.0.1:" + bank.port();
        return Map.of(
                "sallyport.port", "0",
                "sallyport.config", folder().toString(),
                "sallyport.connect-to", "unlisted.example:80:" + there + ",a.wild.example:80:" + there,
                "sallyport.allow-address", "127.0.0.0/8",
                "sallyport.access-log", folder().resolve("access.log").toString(),
                "sallyport.workload", "checkout",
                "sallyport.app", "checkout",
                "sallyport.revision", "v1",
                "sallyport.workload-namespace", "shop");
    }

    @Override
    public void stop() {
        for (AutoCloseable one : opened) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String entry(String host, int port, String protocol, int realPort) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %1$s}
                spec:
                  hosts: [%1$s]
                  resolution: STATIC
                  endpoints: [{address: 127.0.0.1, ports: {main: %4$d}}]
                  ports: [{number: %2$d, name: main, protocol: %3$s}]
                ---
                """.formatted(host, port, protocol, realPort);
    }

    private static String originating(String host, Path certificate) {
        return """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: %1$s}
                spec:
                  host: %1$s
                  trafficPolicy:
                    tls: {mode: SIMPLE, sni: %1$s, caCertificates: %2$s}
                ---
                """.formatted(host, certificate);
    }

    private static String wildcard() {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: wild}
                spec:
                  hosts: ['*.wild.example']
                  resolution: NONE
                  ports: [{number: 80, name: http, protocol: HTTP}]
                """;
    }
}
