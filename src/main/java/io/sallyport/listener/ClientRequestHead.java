package io.sallyport.listener;

import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.policy.PathNormalization;
import io.sallyport.policy.RequestHead;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as policy and observers see it. Header fields are looked up in Netty's message when asked for, so
 * those nobody asks for cost nothing; once the request is on its way they show what is sent upstream.
 */
final class ClientRequestHead implements RequestHead, ReadHead {

    private final HttpRequest request;
    private final Form form;
    private final String scheme;
    private final Authority authority;
    private final int port;
    private String path;

    ClientRequestHead(HttpRequest request, Form form, String scheme, Authority authority, int port, String path) {
        this.request = request;
        this.form = form;
        this.scheme = scheme;
        this.authority = authority;
        this.port = port;
        this.path = path;
    }

    /** Puts the path into one spelling, before anybody looks at it. */
    void normalizePath(PathNormalization normalization) {
        path = normalization.apply(path);
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public String host() {
        return authority.host();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String authority() {
        return authority.written();
    }

    @Override
    public String path() {
        return path;
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
