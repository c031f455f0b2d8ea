package io.sallyport.listener;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.policy.OutwardHeaders;
import io.sallyport.policy.PathNormalization;
import io.sallyport.policy.RequestHead;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
    private @Nullable HttpHeaders withheld;

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

    /**
     * Takes out of the message what is not to leave. Here it can be seen still: the access log names the trace, and a
     * route may send a value on under another name.
     */
    void withhold(OutwardHeaders outward) {
        HttpHeaders headers = request.headers();
        HttpHeaders taken = null;
        for (Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
                fields.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            if (outward.withholds(field.getKey())) {
                taken = taken == null ? new DefaultHttpHeaders(false) : taken;
                taken.add(field.getKey().toString(), field.getValue());
            }
        }
        if (taken != null) {
            taken.names().forEach(headers::remove);
            withheld = taken;
        }
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
        String sent = request.headers().get(name);
        return sent == null && withheld != null ? withheld.get(name) : sent;
    }

    @Override
    public List<String> headers(String name) {
        return holding(name).getAll(name);
    }

    @Override
    public @Nullable String joinedHeader(String name) {
        HttpHeaders headers = holding(name);
        String first = headers.get(name);
        if (first == null) {
            return null;
        }
        Iterator<String> values = headers.valueStringIterator(name);
        values.next();
        return values.hasNext() ? String.join(",", headers(name)) : first;
    }

    private HttpHeaders holding(String name) {
        HttpHeaders taken = withheld;
        return taken != null && !request.headers().contains(name) ? taken : request.headers();
    }
}
