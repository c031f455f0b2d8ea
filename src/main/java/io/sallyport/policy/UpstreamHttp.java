package io.sallyport.policy;

/**
 * Which version of HTTP is spoken to a cluster (Istio: the port's protocol, {@code http.h2UpgradePolicy} and {@code
 * http.useClientProtocol}).
 *
 * @param version how it is chosen
 * @param maxConcurrentStreams requests at a time on one connection of HTTP/2, 1 or more; the server's own bound counts
 *     where it is lower (Istio: {@code http.maxConcurrentStreams})
 */
public record UpstreamHttp(Version version, int maxConcurrentStreams) {

    /** HTTP/1.1. */
    public static final UpstreamHttp DEFAULT = new UpstreamHttp(Version.HTTP1, Integer.MAX_VALUE);

    /** How the version is chosen. A request that asks to switch protocols goes over HTTP/1.1 in any case. */
    public enum Version {
        /** Always HTTP/1.1. */
        HTTP1,
        /** Always HTTP/2: without TLS by prior knowledge (RFC 9113 section 3.3). */
        HTTP2,
        /** What the server chooses of both by ALPN; HTTP/1.1 without TLS. */
        NEGOTIATED,
        /** What the client speaks. */
        CLIENT
    }

    public UpstreamHttp {
        if (maxConcurrentStreams < 1) {
            throw new IllegalArgumentException("maxConcurrentStreams: " + maxConcurrentStreams + " (expected: >= 1)");
        }
    }
}
