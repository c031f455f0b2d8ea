package io.sallyport.policy;

import java.util.Locale;
import java.util.Optional;

/** The protocol of a ServiceEntry's port (Istio: {@code ServicePort.protocol}). */
public enum Protocol {
    HTTP("http", Layer.HTTP),
    HTTP_PROXY("http_proxy", Layer.HTTP),
    HTTP2("http2", Layer.HTTP),
    GRPC("grpc", Layer.HTTP),
    GRPC_WEB("grpc-web", Layer.HTTP),
    HTTPS("https", Layer.OPAQUE),
    TLS("tls", Layer.OPAQUE),
    TCP("tcp", Layer.OPAQUE),
    MONGO("mongo", Layer.OPAQUE),
    MYSQL("mysql", Layer.OPAQUE),
    REDIS("redis", Layer.OPAQUE),
    UDP("udp", Layer.NONE),
    /** None was written: Istio looks at the first bytes, so both requests and tunnels are taken as what they are. */
    SNIFFED("", Layer.EITHER);

    private enum Layer {
        HTTP,
        OPAQUE,
        EITHER,
        NONE
    }

    private final String word;
    private final Layer layer;

    Protocol(String word, Layer layer) {
        this.word = word;
        this.layer = layer;
    }

    /** Whether requests on such a port are read, so that routes, timeouts and retries apply. */
    public boolean isHttp() {
        return layer == Layer.HTTP || layer == Layer.EITHER;
    }

    /** Whether such a port is reached through a tunnel. */
    public boolean isTunnelled() {
        return layer == Layer.OPAQUE || layer == Layer.EITHER;
    }

    /** Whether connections to such a port begin with a TLS handshake, which names the server. */
    public boolean isTls() {
        return this == HTTPS || this == TLS;
    }

    /** The protocol by its name in YAML, any case; empty when Istio knows none such. An absent name is sniffed. */
    public static Optional<Protocol> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Protocol protocol : values()) {
            if (protocol.word.equals(wanted)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }
}
