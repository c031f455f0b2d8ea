package io.sallyport.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * An API server of Kubernetes that has ServiceEntries and no other resource, and forgets what changed: every watch of its
 * past is too old, as after it was away. Without WebSockets, for which clients take plain HTTP instead.
 */
final class ForgetfulApiServer implements AutoCloseable {

    private static final String GROUP = "/apis/networking.istio.io";

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final List<String> entries = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch forgotten = new CountDownLatch(1);

    ForgetfulApiServer() throws IOException {
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Adds a resource; who watches is not told. */
    void add(String entry) {
        entries.add(entry);
    }

    /** Tells all who watch that they would have to begin anew. */
    void forget() {
        CountDownLatch former = forgotten;
        forgotten = new CountDownLatch(1);
        former.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
            // What the client takes as: not so, but perhaps by plain HTTP.
            send(exchange, 200, "{}");
        } else if (path.equals(GROUP)) {
            send(exchange, 200, """
                    {"kind": "APIGroup", "apiVersion": "v1", "name": "networking.istio.io",
                     "versions": [{"groupVersion": "networking.istio.io/v1", "version": "v1"}]}
                    """);
        } else if (!path.startsWith(GROUP + "/v1/")) {
            send(exchange, 404, status(404, "NotFound", "not here"));
        } else if (query.contains("watch=true")) {
            watch(exchange);
        } else {
            String items = path.endsWith("/serviceentries") ? String.join(",", entries) : "";
            send(exchange, 200, """
                    {"kind": "List", "apiVersion": "networking.istio.io/v1",
                     "metadata": {"resourceVersion": "1"}, "items": [%s]}
                    """.formatted(items));
        }
    }

    private void watch(HttpExchange exchange) throws IOException {
        CountDownLatch until = forgotten;
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String event = "{\"type\": \"ERROR\", \"object\": " + status(410, "Expired", "too old resource version: 1 (2)")
                + "}\n";
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private static String status(int code, String reason, String message) {
        return """
                {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", \
                "message": "%s", "reason": "%s", "code": %d}""".formatted(message, reason, code);
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        forgotten.countDown();
        server.stop(0);
    }
}
