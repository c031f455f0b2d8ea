package io.sallyport.istio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards the clients of a listener (Istio {@code ServerTLSSettings}); paths and names as written.
 *
 * @param credentialNames 1 or 2 where written
 * @param tlsCertificates 1 or 2 where written
 */
public record ServerTlsSettings(
        Where where,
        @Nullable Boolean httpsRedirect,
        @Nullable Mode mode,
        @Nullable String serverCertificate,
        @Nullable String privateKey,
        @Nullable String caCertificates,
        @Nullable String caCrl,
        @Nullable String credentialName,
        List<String> credentialNames,
        @Nullable String caCertCredentialName,
        List<Certificate> tlsCertificates,
        List<String> subjectAltNames,
        List<String> verifyCertificateSpki,
        List<String> verifyCertificateHash,
        @Nullable Version minProtocolVersion,
        @Nullable Version maxProtocolVersion,
        List<String> cipherSuites,
        @Nullable Boolean insecureSkipVerify) {
    public ServerTlsSettings {
        credentialNames = List.copyOf(credentialNames);
        tlsCertificates = List.copyOf(tlsCertificates);
        subjectAltNames = List.copyOf(subjectAltNames);
        verifyCertificateSpki = List.copyOf(verifyCertificateSpki);
        verifyCertificateHash = List.copyOf(verifyCertificateHash);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** How the connection is secured. */
    public enum Mode {
        PASSTHROUGH,
        SIMPLE,
        MUTUAL,
        AUTO_PASSTHROUGH,
        ISTIO_MUTUAL,
        OPTIONAL_MUTUAL
    }

    /** Version of TLS. */
    public enum Version {
        TLS_AUTO,
        TLSV1_0,
        TLSV1_1,
        TLSV1_2,
        TLSV1_3
    }

    /** One of several certificates of a server; paths of PEM files. */
    public record Certificate(
            Where where,
            @Nullable String serverCertificate,
            @Nullable String privateKey,
            @Nullable String caCertificates) {}
}
