package io.sallyport.compile;

import io.sallyport.istio.ConnectionPoolSettings;
import io.sallyport.istio.ConnectionPoolSettings.H2UpgradePolicy;
import io.sallyport.policy.Protocol;
import io.sallyport.policy.UpstreamHttp;
import io.sallyport.policy.UpstreamHttp.Version;
import org.jspecify.annotations.Nullable;

/**
 * Decides which version of HTTP a port is spoken to in, in Istio's order: the caller's where {@code useClientProtocol}
 * says so, HTTP/2 where the port's protocol or {@code h2UpgradePolicy} does, the caller's where no protocol is written.
 *
 * <p>Where TLS is begun here and nothing is said, both versions are offered; Istio offers none.
 */
final class UpstreamHttpCompiler {

    private UpstreamHttpCompiler() {}

    /** @param negotiable whether TLS is begun here with the server itself, so that it can choose */
    static UpstreamHttp compile(Protocol protocol, @Nullable ConnectionPoolSettings pool, boolean negotiable) {
        ConnectionPoolSettings.HttpSettings http = pool == null ? null : pool.http();
        H2UpgradePolicy upgrade = http == null ? null : http.h2UpgradePolicy();
        boolean clients = http != null && Boolean.TRUE.equals(http.useClientProtocol());
        return new UpstreamHttp(
                version(protocol, upgrade, clients, negotiable),
                streams(http == null ? null : http.maxConcurrentStreams()));
    }

    static Version version(
            Protocol protocol, @Nullable H2UpgradePolicy upgrade, boolean useClientProtocol, boolean negotiable) {
        if (useClientProtocol) {
            return Version.CLIENT;
        }
        if (upgrade == H2UpgradePolicy.UPGRADE || isHttp2(protocol)) {
            return Version.HTTP2;
        }
        if (upgrade == H2UpgradePolicy.DO_NOT_UPGRADE) {
            return Version.HTTP1;
        }
        if (negotiable) {
            return Version.NEGOTIATED;
        }
        return protocol == Protocol.SNIFFED ? Version.CLIENT : Version.HTTP1;
    }

    /** In Istio zero means that nothing is said. */
    static int streams(@Nullable Integer written) {
        return written == null || written <= 0 ? Integer.MAX_VALUE : written;
    }

    private static boolean isHttp2(Protocol protocol) {
        return switch (protocol) {
            case HTTP2, GRPC, GRPC_WEB -> true;
            case HTTP, HTTP_PROXY, HTTPS, TLS, TCP, MONGO, MYSQL, REDIS, UDP, SNIFFED -> false;
        };
    }
}
