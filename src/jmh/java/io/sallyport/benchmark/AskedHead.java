package io.sallyport.benchmark;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.policy.RequestHead;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request head that costs what the listener's own does: header fields lie in Netty's message. */
record AskedHead(HttpRequest request, String host, int port, String path) implements RequestHead {

    /** {@code GET} with the fields that clients send. */
    static AskedHead get(String host, String path) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
        request.headers()
                .add("Host", host)
                .add("User-Agent", "benchmark/1.0")
                .add("Accept", "application/json")
                .add("Accept-Encoding", "gzip")
                .add("X-Request-Id", "6f1c1f0e-8a43-4d1b-9a67-2f3b7f0a9d11");
        return new AskedHead(request, host, 80, path);
    }

    /** With one more field. */
    AskedHead with(String name, String value) {
        request.headers().add(name, value);
        return this;
    }

    @Override
    public Form form() {
        return Form.HTTP;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String authority() {
        return host;
    }

    @Override
    public @Nullable String header(String name) {
        return request.headers().get(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    @Override
    public @Nullable String joinedHeader(String name) {
        String first = request.headers().get(name);
        if (first == null) {
            return null;
        }
        Iterator<String> values = request.headers().valueStringIterator(name);
        values.next();
        return values.hasNext() ? String.join(",", headers(name)) : first;
    }
}
