package io.sallyport.compile;

import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.policy.UpstreamTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a DestinationRule's {@code tls} into the TLS that is spoken to a cluster (Istio: cluster_tls.go). */
final class UpstreamTlsCompiler {

    private UpstreamTlsCompiler() {}

    /**
     * The TLS of a cluster.
     *
     * @param ofEntry the ServiceEntry's {@code subjectAltNames}, which count where the rule has none
     * @return null where the mode asks for no TLS
     */
    static @Nullable UpstreamTls compile(@Nullable ClientTlsSettings tls, List<String> ofEntry) {
        if (tls == null || !originates(tls)) {
            return null;
        }
        boolean mutual = tls.mode() == ClientTlsSettings.Mode.MUTUAL;
        return new UpstreamTls(
                written(tls.sni()),
                tls.subjectAltNames().isEmpty() ? ofEntry : tls.subjectAltNames(),
                written(tls.caCertificates()),
                written(tls.caCrl()),
                mutual ? written(tls.clientCertificate()) : null,
                mutual ? written(tls.privateKey()) : null,
                !Boolean.TRUE.equals(tls.insecureSkipVerify()));
    }

    /**
     * The TLS of a port whose requests come in the clear and must not go out so, where no rule says how.
     *
     * @param names the ServiceEntry's {@code subjectAltNames}; without any the certificate must be the requested host's
     */
    static UpstreamTls verified(List<String> names) {
        return new UpstreamTls(null, names, null, null, null, null, true);
    }

    /** Whether TLS is to be begun here, with what files say. */
    static boolean originates(ClientTlsSettings tls) {
        return !refuses(tls) && modeOf(tls) != ClientTlsSettings.Mode.DISABLE;
    }

    /** Whether it asks for what is not enforced: certificates of the mesh, and credentials not to be had. */
    static boolean refuses(@Nullable ClientTlsSettings tls) {
        if (tls == null) {
            return false;
        }
        return switch (modeOf(tls)) {
            case DISABLE -> false;
            case SIMPLE, MUTUAL -> written(tls.credentialName()) != null;
            case ISTIO_MUTUAL -> true;
        };
    }

    private static ClientTlsSettings.Mode modeOf(ClientTlsSettings tls) {
        return tls.mode() == null ? ClientTlsSettings.Mode.DISABLE : tls.mode();
    }

    private static @Nullable String written(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
