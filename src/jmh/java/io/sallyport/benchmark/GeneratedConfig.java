package io.sallyport.benchmark;

import io.sallyport.compile.Compilation;
import io.sallyport.compile.CompileOptions;
import io.sallyport.compile.ConfigCompiler;
import io.sallyport.istio.Reading;
import io.sallyport.istio.ResourceReader;
import io.sallyport.istio.SourceText;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Configuration as a large company writes it, made up by number. */
final class GeneratedConfig {

    /** For whom it is compiled. */
    static final CompileOptions OPTIONS = new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "default", Set.of());

    /** What {@link #tunnelled} lists for tunnels, as HOST:PORT. */
    static final String TUNNELLED = "stream.partner.example:9000";

    private GeneratedConfig() {}

    /** The exact host of an entry. */
    static String host(int number) {
        return "api-" + number + ".partner-" + number % 97 + ".example";
    }

    /** The domain of which an entry lists every name. */
    static String domain(int number) {
        return "tenant-" + number + ".cloud-" + number % 97 + ".example";
    }

    /** ServiceEntries, one document each; every tenth lists a wildcard beside its host. */
    static String serviceEntries(int count) {
        return documents(count, number -> """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata:
                  name: partner-%d
                  namespace: default
                spec:
                  hosts:
                  - %s%s
                  ports:
                  - number: 80
                    name: http
                    protocol: HTTP
                  - number: 443
                    name: tls
                    protocol: TLS
                  resolution: %s
                  location: MESH_EXTERNAL
                """.formatted(
                        number,
                        host(number),
                        number % 10 == 0 ? "\n  - \"*." + domain(number) + "\"" : "",
                        number % 10 == 0 ? "NONE" : "DNS"));
    }

    /** A ServiceEntry for a protocol that is not HTTP, whose connections are tunnelled. */
    static String tunnelled() {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: stream, namespace: default}
                spec:
                  hosts: [stream.partner.example]
                  ports:
                  - {number: 9000, name: tcp, protocol: TCP}
                  resolution: DNS
                """;
    }

    /** VirtualServices for the hosts of {@link #serviceEntries}, each with a timeout and retries. */
    static String virtualServices(int count) {
        return documents(count, number -> """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: partner-%1$d
                  namespace: default
                spec:
                  hosts:
                  - %2$s
                  http:
                  - name: default
                    timeout: 10s
                    retries:
                      attempts: 3
                      perTryTimeout: 2s
                      retryOn: connect-failure,refused-stream,503
                    route:
                    - destination:
                        host: %2$s
                        port:
                          number: 80
                """.formatted(number, host(number)));
    }

    /** One VirtualService of that many routes for the host of the first entry. */
    static String routes(int count, IntFunction<String> match) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: routes, namespace: default}
                spec:
                  hosts: [%1$s]
                  http:
                %2$s""".formatted(
                        host(1),
                        IntStream.range(0, count)
                                .mapToObj(number -> """
                                      - match: [{%s}]
                                        route: [{destination: {host: %s}}]
                                    """.formatted(match.apply(number), host(1)))
                                .collect(Collectors.joining()));
    }

    /** Compiles texts that are good. */
    static Snapshot compile(String... texts) {
        Reading reading = ResourceReader.read(
                List.of(texts).stream().map(text -> new SourceText("generated.yaml", text)).toList());
        Compilation compilation = ConfigCompiler.compile(reading.resources(), reading.problems(), OPTIONS);
        return Objects.requireNonNull(compilation.snapshot(), () -> compilation.problems().toString());
    }

    private static String documents(int count, IntFunction<String> document) {
        return IntStream.range(0, count).mapToObj(document).collect(Collectors.joining("---\n"));
    }
}
