package io.sallyport.istio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS towards the server (Istio {@code ClientTLSSettings}); paths and names as written. */
public record ClientTlsSettings(
        Where where,
        @Nullable Mode mode,
        @Nullable String clientCertificate,
        @Nullable String privateKey,
        @Nullable String caCertificates,
        @Nullable String credentialName,
        List<String> subjectAltNames,
        @Nullable String sni,
        @Nullable Boolean insecureSkipVerify,
        @Nullable String caCrl) {
    public ClientTlsSettings {
        subjectAltNames = List.copyOf(subjectAltNames);
    }

    /** How the connection is secured. */
    public enum Mode {
        DISABLE,
        SIMPLE,
        MUTUAL,
        ISTIO_MUTUAL
    }
}
