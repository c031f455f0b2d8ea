package io.sallyport.admin;

import io.sallyport.admin.api.RunningProcess;
import io.sallyport.admin.traffic.Traffic;
import io.sallyport.compile.CompileOptions;
import io.sallyport.exchange.Outcome;
import io.sallyport.istio.SourceText;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.reload.Configuration;
import io.sallyport.source.ConfigSource;
import io.sallyport.upstream.ClusterReading;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The admin port on a real socket, with a configuration and traffic that the test makes. */
final class AdminServer implements AutoCloseable {

    static final String BANK = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata:
              name: bank
            spec:
              hosts:
              - bank.example
              location: MESH_EXTERNAL
              resolution: DNS
              ports:
              - number: 80
                name: http
                protocol: HTTP
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata:
              name: patience
            spec:
              hosts:
              - bank.example
              http:
              - timeout: 3s
                route:
                - destination:
                    host: bank.example
                headers:
                  request:
                    set:
                      authorization: Bearer s3cret
            """;

    final Traffic traffic = new Traffic(1000);
    final List<String> orders = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final Texts texts;
    private final Configuration configuration;
    private final HttpServer server;
    private final WebClient client;

    AdminServer(String yaml) {
        texts = new Texts(yaml);
        configuration = new Configuration(
                texts,
                new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "default", Set.of()),
                Clock.systemUTC(),
                report -> {});
        if (!configuration.reload("start").accepted()) {
            throw new AssertionError(String.valueOf(configuration.latest()));
        }
        Router router = Router.router(vertx);
        new AdminPages(configuration, traffic.recorder(), new RecordedProcess()).register(router);
        server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        client = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
    }

    int port() {
        return server.actualPort();
    }

    /** What the files say from now on; it is read at the next reload. */
    void write(String yaml) {
        texts.yaml = yaml;
    }

    void call(String caller, String url, int status, Outcome outcome) {
        traffic.call(configuration.current().snapshot(), caller, "GET", url, status, outcome);
    }

    JsonObject json(String path) {
        HttpResponse<Buffer> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.bodyAsString());
        }
        return answer.bodyAsJsonObject();
    }

    HttpResponse<Buffer> get(String path, String... fields) {
        return send(HttpMethod.GET, path, fields);
    }

    HttpResponse<Buffer> post(String path, String... fields) {
        return send(HttpMethod.POST, path, fields);
    }

    private HttpResponse<Buffer> send(HttpMethod method, String path, String... fields) {
        HttpRequest<Buffer> request = client.request(method, port(), "127.0.0.1", path);
        for (int i = 0; i < fields.length; i += 2) {
            request.putHeader(fields[i], fields[i + 1]);
        }
        return await(request.send());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static final class Texts implements ConfigSource {
        private volatile String yaml;

        Texts(String yaml) {
            this.yaml = yaml;
        }

        @Override
        public List<SourceText> read() {
            return List.of(new SourceText("egress.yaml", yaml));
        }

        @Override
        public Multi<String> changes() {
            return Multi.createFrom().nothing();
        }
    }

    private final class RecordedProcess implements RunningProcess {
        @Override
        public List<ClusterReading> clusters() {
            return new ArrayList<>(List.of(new ClusterReading("outbound|80||bank.example", 2, 1, 0, 3, 1)));
        }

        @Override
        public Map<String, Instant> certificates() {
            return Map.of("bank.example", Instant.parse("2026-03-11T12:00:30Z"));
        }

        @Override
        public String metrics() {
            return "# HELP a_total Things.\n# TYPE a_total counter\na_total{host=\"b\",} 3.0 # {trace_id=\"1\"} 1\nup 1.0\n";
        }

        @Override
        public String unreadiness() {
            return orders.isEmpty() ? "" : "draining";
        }

        @Override
        public void drain() {
            orders.add("drain");
        }

        @Override
        public void end() {
            orders.add("end");
        }
    }
}
