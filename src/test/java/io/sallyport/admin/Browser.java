package io.sallyport.admin;

import io.sallyport.e2e.Program;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real browser without a window, led by its DevTools protocol. What it complains of is kept. */
final class Browser implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    /** Starts it, with its files in {@code folder}; skips the test where there is none. */
    Browser(Path folder) throws Exception {
        Program.of("chromium", "Chromium", "apt-get install chromium");
        process = new ProcessBuilder(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-proxy-server",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        URI tabs = URI.create("http://" + listening() + "/json/list");
        String told = client.send(HttpRequest.newBuilder(tabs).build(), BodyHandlers.ofString())
                .body();
        String page = new io.vertx.core.json.JsonArray(told)
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(tab -> tab.getString("type").equals("page"))
                        .findFirst()
                        .orElseThrow()
                        .getString("webSocketDebuggerUrl");
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page), new Ear())
                .get(20, TimeUnit.SECONDS);
        send("Page.enable", new JsonObject());
        send("Runtime.enable", new JsonObject());
        send("Log.enable", new JsonObject());
    }

    private String listening() throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher found = LISTENING.matcher(line);
            if (found.find()) {
                // What it prints from here on must not fill the pipe.
                Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
                return found.group(1);
            }
        }
        throw new AssertionError("the browser ended without listening");
    }

    void look(int width, String theme) {
        send(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", 800)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 500));
        send(
                "Emulation.setEmulatedMedia",
                new JsonObject()
                        .put(
                                "features",
                                List.of(new JsonObject()
                                        .put("name", "prefers-color-scheme")
                                        .put("value", theme))));
    }

    void open(String url) {
        // Away first, so that another part of the same page is loaded anew.
        send("Page.navigate", new JsonObject().put("url", "about:blank"));
        send("Page.navigate", new JsonObject().put("url", url));
    }

    /** Waits until the page has what is looked for, up to ten seconds; its text. */
    String await(String selector) {
        return text("""
                new Promise((found, lost) => {
                  const end = Date.now() + 10000;
                  const look = () => {
                    const one = document.querySelector(%s);
                    if (one) found(one.textContent);
                    else if (Date.now() > end) lost(new Error("not there: " + %s + " in " + document.body.innerText));
                    else setTimeout(look, 20);
                  };
                  look();
                })""".formatted(quoted(selector), quoted(selector)));
    }

    void click(String selector) {
        await(selector);
        text("document.querySelector(" + quoted(selector) + ").click(), ''");
    }

    void press(String key) {
        JsonObject event = new JsonObject().put("key", key).put("code", key);
        if (key.equals("Enter")) {
            event.put("windowsVirtualKeyCode", 13).put("text", "\r");
        }
        send("Input.dispatchKeyEvent", event.copy().put("type", "keyDown"));
        send("Input.dispatchKeyEvent", event.put("type", "keyUp"));
    }

    /** What an expression comes to, as text; a promise is waited for. */
    String text(String expression) {
        JsonObject answer = send(
                "Runtime.evaluate",
                new JsonObject()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(answer.getJsonObject("exceptionDetails").encodePrettily());
        }
        return String.valueOf(answer.getJsonObject("result").getValue("value"));
    }

    /** Errors of scripts, and all that the content security policy refused. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private static String quoted(String text) {
        return new io.vertx.core.json.JsonArray().add(text).encode().replaceAll("^\\[|]$", "");
    }

    private JsonObject send(String method, JsonObject parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        JsonObject message =
                new JsonObject().put("id", id).put("method", method).put("params", parameters);
        try {
            socket.sendText(message.encode(), true).get(20, TimeUnit.SECONDS);
            return answer.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(method, e);
        }
    }

    @Override
    public void close() throws Exception {
        send("Browser.close", new JsonObject());
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        socket.abort();
        client.shutdownNow();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        @SuppressWarnings("NullAway") // null: the part may be used again at once
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                heard(new JsonObject(parts.toString()));
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void heard(JsonObject message) {
            Integer id = message.getInteger("id");
            String method = message.getString("method", "");
            CompletableFuture<JsonObject> asked = id == null ? null : waiting.remove(id);
            if (asked != null) {
                asked.complete(message.getJsonObject("result", message));
            } else if (method.equals("Runtime.exceptionThrown") || method.equals("Log.entryAdded")) {
                complaints.add(message.getJsonObject("params").encode());
            }
        }
    }
}
