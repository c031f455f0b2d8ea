package io.sallyport.upstream;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.IpLiteral;
import io.sallyport.policy.UpstreamTls;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection must be with, and how that is made sure: connections of different peers are never exchanged.
 *
 * @param settings what the configuration says
 * @param name the server name sent and, where the settings name none, the one the certificate must be for; lower case,
 *     without port and brackets
 */
record TlsPeer(UpstreamTls settings, String name) {

    /**
     * The peer of a cluster's connections; null where they are plain.
     *
     * @param host the outgoing request's Host, perhaps with a port; for a tunnel its target
     */
    static @Nullable TlsPeer of(Cluster cluster, String host) {
        UpstreamTls settings = cluster.settings().tls();
        if (settings == null) {
            return null;
        }
        String sni = settings.sni();
        if (sni != null) {
            return new TlsPeer(settings, sni.toLowerCase(Locale.ROOT));
        }
        // Where a proxy stands in between, TLS is with the proxy, and the request's host is behind it.
        boolean proxied = cluster.settings().tunnel() != null;
        return new TlsPeer(settings, proxied ? cluster.service().host() : name(host));
    }

    /** The names of which the certificate must have one; empty where its chain alone is verified. */
    List<String> expectedNames() {
        if (!settings.subjectAltNames().isEmpty()) {
            return settings.subjectAltNames();
        }
        return settings.sni() == null ? List.of(name) : List.of();
    }

    /** The name to send, null for an address, which is no server name (RFC 6066 section 3). */
    @Nullable
    String serverName() {
        return name.isEmpty() || IpLiteral.parse(name) != null ? null : name;
    }

    private static String name(String host) {
        int end = host.lastIndexOf(':');
        boolean bracketed = host.startsWith("[");
        boolean port = end > 0 && (bracketed ? host.charAt(end - 1) == ']' : host.indexOf(':') == end);
        String bare = port ? host.substring(0, end) : host;
        if (bracketed && bare.endsWith("]")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        String lower = bare.toLowerCase(Locale.ROOT);
        InetAddress address = IpLiteral.parse(lower);
        if (address != null) {
            return address.getHostAddress();
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
