package io.sallyport.explain;

import io.sallyport.policy.RequestHead;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody only asks about. {@code https://} is told as clients send it with {@code HTTPS_PROXY}: as a
 * tunnel, of which nobody sees method, path and headers.
 *
 * @param headers in order
 * @param inside what is sent through the tunnel, where that is known; else null
 */
public record GivenRequest(
        Form form,
        String method,
        String scheme,
        String host,
        int port,
        String authority,
        String path,
        List<Field> headers,
        @Nullable GivenRequest inside)
        implements RequestHead {

    /** A header field as given. */
    public record Field(String name, String value) {

        /**
         * Reads {@code Name: value}, as curl's {@code -H} takes it.
         *
         * @throws IllegalArgumentException where there is no colon, or nothing before it
         */
        public static Field parse(String text) {
            int colon = text.indexOf(':', text.startsWith(":") ? 1 : 0);
            if (colon < 1) {
                throw new IllegalArgumentException("header: \"" + text + "\" (expected: Name: value)");
            }
            return new Field(
                    text.substring(0, colon).strip(), text.substring(colon + 1).strip());
        }
    }

    public GivenRequest {
        headers = List.copyOf(headers);
    }

    /**
     * Reads a URL.
     *
     * @param url {@code http://host:port/path}, {@code https://host}, or {@code host:port} for a tunnel
     * @throws IllegalArgumentException where it is no such thing, saying what is wrong
     */
    public static GivenRequest of(String method, String url, List<Field> headers) {
        int schemeEnd = url.indexOf("://");
        boolean bare = schemeEnd < 0;
        URI uri = parse(bare ? "https://" + url : url);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("URL: \"" + url + "\" (expected: http:// or https:// with a host)");
        }
        boolean tunnel = scheme.equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : tunnel ? 443 : 80;
        String authority = uri.getRawAuthority().substring(uri.getRawAuthority().lastIndexOf('@') + 1);
        GivenRequest read =
                new GivenRequest(Form.HTTP, method, scheme, bareHost(host), port, authority, path(uri), headers, null);
        return tunnel ? read.throughTunnel(!bare) : read;
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("URL: \"" + url + "\" (expected: a URL; " + e.getReason() + ")", e);
        }
    }

    private static String bareHost(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String name = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        return name.toLowerCase(Locale.ROOT);
    }

    private static String path(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** @param told whether it is known what goes through */
    private GivenRequest throughTunnel(boolean told) {
        return new GivenRequest(Form.TUNNEL, "CONNECT", scheme, host, port, authority, "", headers, told ? this : null);
    }

    /** The same with another spelling of the path. */
    GivenRequest withPath(String other) {
        return new GivenRequest(form, method, scheme, host, port, authority, other, headers, inside);
    }

    @Override
    public @Nullable String header(String name) {
        List<String> all = headers(name);
        return all.isEmpty() ? null : all.getFirst();
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        for (Field field : headers) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }
}
