package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The real Prometheus, scraping one target a few times a second into a folder of the test. */
public final class Prometheus implements AutoCloseable {

    /** How to get it where it is missing. */
    public static final String INSTALL = "apt-get install prometheus";

    /** The exit code of a checker that read everything and dislikes something. */
    private static final int LINT = 3;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** One sample of an instant query's result. */
    public record Sample(Map<String, String> labels, double value) {}

    private final Process process;
    private final URI api;
    private final Path log;
    private final HttpClient client = HttpClient.newHttpClient();

    private Prometheus(Process process, URI api, Path log) {
        this.process = process;
        this.api = api;
        this.log = log;
    }

    /** Skips the test where there is none, and fails it on a build server. */
    public static void need() {
        Program.of("prometheus", "prometheus, version", INSTALL);
    }

    /** The checker that comes with it. */
    public static Program promtool() {
        return Program.of("promtool", "promtool, version", INSTALL);
    }

    /**
     * What {@code promtool check metrics} says of a scrape in the plain text format. It judges names, too; only what it
     * cannot read counts, which it calls a parsing error.
     */
    public static String checkMetrics(Path text) throws IOException, InterruptedException {
        promtool();
        Process checking = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(text.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(checking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(checking.waitFor()).as(said).isIn(0, LINT);
        return said;
    }

    /** Starts it; {@code folder} is for its configuration, data and log. */
    public static Prometheus scraping(URI target, Path folder) throws IOException {
        need();
        Path configuration = Files.writeString(
                folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 250ms, scrape_timeout: 250ms, evaluation_interval: 1s}
                scrape_configs:
                - job_name: sallyport
                  metrics_path: %s
                  static_configs: [{targets: ['%s']}]
                """.formatted(target.getPath(), target.getAuthority()));
        String address = "127.0.0.1:" + freePort();
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Prometheus(process, URI.create("http://" + address), log);
    }

    /**
     * What the expression gives now.
     *
     * @throws AssertionError when it is none
     */
    public List<Sample> query(String expression) {
        JsonObject answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        assertThat(answer.getString("status"))
                .as("%s: %s", expression, answer.getString("error"))
                .isEqualTo("success");
        JsonObject data = answer.getJsonObject("data");
        return data.getString("resultType").equals("vector") ? samples(data.getJsonArray("result")) : List.of();
    }

    /** Asks until the answer is as wanted, for at most half a minute. */
    public List<Sample> until(String expression, Predicate<List<Sample>> wanted) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        List<Sample> samples = query(expression);
        while (!wanted.test(samples)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(expression + " stayed at " + samples + "; " + lastError());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            samples = query(expression);
        }
        return samples;
    }

    /** Waits until it has scraped; it tells an answer that it cannot read. */
    public void awaitScrape() throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!isScraping()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("nothing was scraped: " + Files.readString(log));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** What went wrong with the latest scrape, empty when nothing did. */
    public String lastError() {
        return target().getString("lastError");
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isScraping() {
        try {
            return target().getString("health").equals("up");
        } catch (AssertionError e) {
            // It is starting, or has not read its configuration.
            return false;
        }
    }

    private JsonObject target() {
        JsonArray targets = get("/api/v1/targets").getJsonObject("data").getJsonArray("activeTargets");
        assertThat(targets).as("targets").hasSize(1);
        return targets.getJsonObject(0);
    }

    private JsonObject get(String path) {
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(api.resolve(path)).build(), BodyHandlers.ofString());
            assertThat(answer.body()).as(path).startsWith("{");
            return new JsonObject(answer.body());
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }

    private static List<Sample> samples(JsonArray result) {
        return result.stream()
                .map(JsonObject.class::cast)
                .map(one -> {
                    Map<String, String> labels = new TreeMap<>();
                    one.getJsonObject("metric").forEach(label -> labels.put(label.getKey(), (String) label.getValue()));
                    return new Sample(labels, number(one.getJsonArray("value").getString(1)));
                })
                .toList();
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
