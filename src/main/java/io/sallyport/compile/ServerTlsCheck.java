package io.sallyport.compile;

import io.sallyport.istio.ServerTlsSettings;
import io.sallyport.istio.ServerTlsSettings.Certificate;
import io.sallyport.istio.ServerTlsSettings.Mode;
import io.sallyport.istio.ServerTlsSettings.Version;
import io.sallyport.istio.Where;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in the TLS settings of a listener. */
final class ServerTlsCheck {

    /** The cipher suites of BoringSSL without pre-shared keys, which are all that Envoy takes. */
    private static final Set<String> CIPHERS = Set.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA",
            "ECDHE-RSA-AES256-SHA",
            "AES128-GCM-SHA256",
            "AES256-GCM-SHA384",
            "AES128-SHA",
            "AES256-SHA",
            "DES-CBC3-SHA");

    private final ResourceProblems problems;
    private final ServerTlsSettings tls;
    private final Where where;

    ServerTlsCheck(ResourceProblems problems, ServerTlsSettings tls) {
        this.problems = problems;
        this.tls = tls;
        this.where = tls.where();
    }

    /** Istio's default is PASSTHROUGH. */
    static Mode mode(ServerTlsSettings tls) {
        return tls.mode() == null ? Mode.PASSTHROUGH : tls.mode();
    }

    /** Whether the connection is handed on as it is. */
    static boolean passesThrough(ServerTlsSettings tls) {
        return mode(tls) == Mode.PASSTHROUGH || mode(tls) == Mode.AUTO_PASSTHROUGH;
    }

    void run() {
        ciphers();
        lists();
        switch (mode(tls)) {
            case ISTIO_MUTUAL -> certificateFields().forEach(this::notForIstioMutual);
            case PASSTHROUGH, AUTO_PASSTHROUGH -> {
                unused();
                oneSource();
                revocations();
            }
            case SIMPLE, MUTUAL, OPTIONAL_MUTUAL -> {
                oneSource();
                if (!isSet(tls.credentialName()) && tls.credentialNames().isEmpty()) {
                    certificates();
                    revocations();
                }
            }
        }
    }

    private void ciphers() {
        boolean old = tls.minProtocolVersion() == Version.TLSV1_0 || tls.minProtocolVersion() == Version.TLSV1_1;
        if (old && tls.cipherSuites().isEmpty()) {
            problems.warning(
                    where.field("minProtocolVersion"),
                    "old-tls",
                    tls.minProtocolVersion(),
                    "TLS older than 1.2 needs cipherSuites, since none of the default ones fits it");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < tls.cipherSuites().size(); i++) {
            String cipher = tls.cipherSuites().get(i);
            if (!isCipher(cipher)) {
                ignoredCipher(i, cipher, "is not a cipher suite");
            } else if (!seen.add(cipher)) {
                ignoredCipher(i, cipher, "is named twice");
            }
        }
    }

    private void ignoredCipher(int index, String cipher, String reason) {
        problems.warning(
                where.field("cipherSuites").index(index),
                "bad-cipher",
                cipher,
                "\"" + ResourceProblems.quoted(cipher) + "\" " + reason + " and is ignored");
    }

    /** BoringSSL has operators, such as {@code -ALL}, which are taken as they are. */
    private static boolean isCipher(String cipher) {
        return cipher.isEmpty()
                || cipher.equals("ALL")
                || !Character.isLetterOrDigit(cipher.charAt(0))
                || CIPHERS.contains(cipher);
    }

    private void lists() {
        notEmpty("credentialNames", tls.credentialNames());
        notEmpty("tlsCertificates", tls.tlsCertificates());
        exclusive("credentialNames", "tlsCertificates");
        exclusive("credentialName", "credentialNames");
    }

    private void notEmpty(String field, List<?> list) {
        if (where.has(field) && list.isEmpty()) {
            problems.error(where.field(field), "too-few-items", null, "the list is empty", "1 or 2");
        }
    }

    private void exclusive(String one, String other) {
        if (where.has(one) && where.has(other)) {
            conflict(other, one + " and " + other + " exclude each other");
        }
    }

    private void notForIstioMutual(String field) {
        problems.error(
                where.field(field),
                "conflicting-fields",
                null,
                "mode ISTIO_MUTUAL brings its own certificates and cannot have " + field,
                "no " + field);
    }

    private void unused() {
        if (isSet(tls.caCrl()) || !certificateFields().isEmpty()) {
            problems.warning(
                    where,
                    "unused-certificates",
                    mode(tls),
                    "mode " + mode(tls) + " uses no certificates, and those written are ignored");
        }
    }

    private void oneSource() {
        int sources = (isSet(tls.serverCertificate()) && isSet(tls.privateKey()) ? 1 : 0)
                + (isSet(tls.credentialName()) ? 1 : 0)
                + (tls.credentialNames().isEmpty() ? 0 : 1)
                + (tls.tlsCertificates().isEmpty() ? 0 : 1);
        if (sources > 1) {
            problems.error(
                    where,
                    "conflicting-fields",
                    null,
                    "the certificates come from " + sources + " places",
                    "only one of credentialName, credentialNames, serverCertificate with privateKey, tlsCertificates");
        }
    }

    private void certificates() {
        if (tls.mode() != Mode.SIMPLE) {
            required(where, "caCertificates", tls.caCertificates());
        }
        if (tls.tlsCertificates().isEmpty()) {
            required(where, "serverCertificate", tls.serverCertificate());
            required(where, "privateKey", tls.privateKey());
        }
        for (Certificate certificate : tls.tlsCertificates()) {
            required(certificate.where(), "serverCertificate", certificate.serverCertificate());
            required(certificate.where(), "privateKey", certificate.privateKey());
        }
    }

    private void required(Where parent, String field, @Nullable String value) {
        if (!isSet(value)) {
            problems.error(
                    parent.field(field),
                    "missing-field",
                    null,
                    "mode " + mode(tls) + " needs " + field,
                    "the path of a PEM file, or credentialName");
        }
    }

    private void revocations() {
        if (!isSet(tls.caCrl())) {
            return;
        }
        if (isSet(tls.credentialName())) {
            conflict("caCrl", "caCrl and credentialName exclude each other: the credential has the list");
        }
        if (tls.mode() == Mode.SIMPLE) {
            conflict("caCrl", "mode SIMPLE asks clients for no certificate, hence it cannot have caCrl");
        }
    }

    private void conflict(String field, String message) {
        problems.error(where.field(field), "conflicting-fields", null, message, "one of the two");
    }

    /** Those of the fields about certificates that say something. */
    private List<String> certificateFields() {
        Map<String, Boolean> said = new LinkedHashMap<>();
        said.put("serverCertificate", isSet(tls.serverCertificate()));
        said.put("privateKey", isSet(tls.privateKey()));
        said.put("caCertificates", isSet(tls.caCertificates()));
        said.put("tlsCertificates", !tls.tlsCertificates().isEmpty());
        said.put("credentialName", isSet(tls.credentialName()));
        said.put("credentialNames", !tls.credentialNames().isEmpty());
        return said.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isEmpty();
    }
}
