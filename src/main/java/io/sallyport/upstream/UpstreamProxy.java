package io.sallyport.upstream;

import io.sallyport.policy.IpLiteral;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that all connections to the outside go through, each by CONNECT, as a corporate network may demand.
 *
 * @param host its name or address, lower case
 * @param port 1 to 65535
 * @param authorization the value of {@code Proxy-Authorization}; null where it wants none
 * @param direct what is connected to without it
 */
public record UpstreamProxy(String host, int port, @Nullable String authorization, NoProxy direct) {

    private static final int DEFAULT_PORT = 3128;
    private static final int LARGEST_PORT = 65_535;
    private static final String SHAPE = "http://[USER:PASSWORD@]HOST[:PORT]";

    /**
     * Reads a URL as curl's {@code --proxy} takes it. Special characters of user and password are percent-encoded.
     *
     * @param url {@code http://[USER:PASSWORD@]HOST[:PORT]}; the port is 3128 by default
     * @param noProxy hosts that are connected to without it: see {@link NoProxy}
     * @throws IllegalArgumentException when it is not of that shape; the message has no word of the URL's, which may
     *     hold a password
     */
    public static UpstreamProxy parse(String url, List<String> noProxy) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Without the cause: its message has the URL.
            throw wrong("is not a URL");
        }
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw wrong("has not the scheme http");
        }
        String host = uri.getHost();
        if (host == null) {
            throw wrong("has no host");
        }
        String path = uri.getRawPath();
        boolean hasPath = !path.isEmpty() && !path.equals("/");
        if (hasPath || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrong("has more than a host and a port");
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        if (port == 0 || port > LARGEST_PORT) {
            throw wrong("has a port that is none");
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String lower = bare.toLowerCase(Locale.ROOT);
        if (IpLiteral.parse(lower) == null && !HostName.isValid(lower)) {
            throw wrong("has a host that is neither a name nor an address");
        }
        return new UpstreamProxy(lower, port, authorization(uri.getRawUserInfo()), NoProxy.parse(noProxy));
    }

    private static @Nullable String authorization(@Nullable String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return null;
        }
        int colon = userInfo.indexOf(':');
        String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
        String password = colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
        if (user.indexOf(':') >= 0) {
            throw wrong("has a user with a colon, which Basic cannot say");
        }
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static String decoded(String text) {
        try {
            // A plus sign is itself here, unlike in a form.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("has a broken percent-encoding in its user or password");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("upstream-proxy " + what + " (expected: " + SHAPE + ")");
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
