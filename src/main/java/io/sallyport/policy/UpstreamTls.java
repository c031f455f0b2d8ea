package io.sallyport.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS that is begun here, towards the upstream (Istio: {@code TrafficPolicy.tls}, modes SIMPLE and MUTUAL).
 *
 * <p>A path may be {@code secret:namespace/name/key}: what a Kubernetes Secret has, and no file.
 *
 * @param sni the server name sent; null sends the request's host
 * @param subjectAltNames names of which the certificate must have one; empty asks for the request's host, unless {@code
 *     sni} is given, where Istio checks the chain alone
 * @param caCertificates path of a PEM file whose certificates are trusted; null means the system's
 * @param caCrl path of a PEM file with revoked certificates; null means none
 * @param clientCertificate path of our PEM certificate chain; null for SIMPLE
 * @param privateKey path of its PEM key; null for SIMPLE
 * @param verified false only where {@code insecureSkipVerify} says so
 */
public record UpstreamTls(
        @Nullable String sni,
        List<String> subjectAltNames,
        @Nullable String caCertificates,
        @Nullable String caCrl,
        @Nullable String clientCertificate,
        @Nullable String privateKey,
        boolean verified) {

    public UpstreamTls {
        subjectAltNames = List.copyOf(subjectAltNames);
    }
}
