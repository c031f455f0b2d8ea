package io.sallyport.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request head put together by a test. */
public final class TestHead implements RequestHead {

    private final Form form;
    private final String method;
    private final String scheme;
    private final String host;
    private final int port;
    private final String authority;
    private final String path;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();

    private TestHead(Form form, String method, String scheme, String host, int port, String authority, String path) {
        this.form = form;
        this.method = method;
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.authority = authority;
        this.path = path;
    }

    /** {@code GET http://host/path} as a client sends it. */
    public static TestHead get(String host, int port, String path) {
        return http("GET", "http", host, port, path);
    }

    /** A request of that method and scheme. */
    public static TestHead http(String method, String scheme, String host, int port, String path) {
        String named = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        int usual = scheme.equals("https") ? 443 : 80;
        return new TestHead(Form.HTTP, method, scheme, host, port, port == usual ? named : named + ":" + port, path);
    }

    /** {@code CONNECT host:port}. */
    public static TestHead connect(String host, int port) {
        String named = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return new TestHead(Form.TUNNEL, "CONNECT", "http", host, port, named + ":" + port, "");
    }

    /** Adds a header line. */
    public TestHead with(String name, String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .add(value);
        return this;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String authority() {
        return authority;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
}
