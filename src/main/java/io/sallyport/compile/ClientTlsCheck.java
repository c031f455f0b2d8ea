package io.sallyport.compile;

import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.Where;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a {@code tls} block what will not work: what is not enforced, and files that are not there. Files are a
 * warning and no error, as Istio's admission does not look at them: where a configuration is checked they need not be.
 */
final class ClientTlsCheck {

    private static final String REFUSED = "connections to the host are refused";
    private static final String SYSTEM = "system";

    private final ResourceProblems problems;
    private final Credentials credentials;

    ClientTlsCheck(ResourceProblems problems, Credentials credentials) {
        this.problems = problems;
        this.credentials = credentials;
    }

    void report(@Nullable ClientTlsSettings tls) {
        if (tls == null || tls.mode() == null) {
            return;
        }
        Where where = tls.where();
        switch (tls.mode()) {
            case DISABLE -> {}
            case ISTIO_MUTUAL ->
                problems.warning(
                        where.field("mode"),
                        "not-enforced",
                        null,
                        "ISTIO_MUTUAL needs the certificates of a mesh, which there are none of here, so " + REFUSED);
            case SIMPLE, MUTUAL -> {
                String missing = Credentials.isNamed(tls) ? credentials.missing(tls) : null;
                if (missing == null) {
                    ClientTlsSettings resolved = credentials.resolve(tls);
                    files(resolved == null ? tls : resolved);
                } else {
                    problems.warning(
                            where.field("credentialName"),
                            FieldReport.NOT_ENFORCED,
                            tls.credentialName(),
                            "is not to be had: " + missing + "; so " + REFUSED);
                }
            }
        }
    }

    private void files(ClientTlsSettings tls) {
        Where where = tls.where();
        if (!Boolean.TRUE.equals(tls.insecureSkipVerify())) {
            if (!SYSTEM.equals(tls.caCertificates())) {
                certificates(where.field("caCertificates"), tls.caCertificates());
            }
            readable(where.field("caCrl"), tls.caCrl());
        }
        if (tls.mode() == ClientTlsSettings.Mode.MUTUAL) {
            certificates(where.field("clientCertificate"), tls.clientCertificate());
            readable(where.field("privateKey"), tls.privateKey());
        }
    }

    private void certificates(Where where, @Nullable String path) {
        if (!readable(where, path) || path == null) {
            return;
        }
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                unusable(where, path, "has no certificate");
            }
        } catch (CertificateException | IOException e) {
            unusable(where, path, "is not a PEM file of certificates");
        }
    }

    private boolean readable(Where where, @Nullable String path) {
        // What is in memory was found there just now.
        if (path == null || path.isEmpty() || path.startsWith(CredentialStore.IN_MEMORY)) {
            return false;
        }
        try {
            Path file = Path.of(path);
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return true;
            }
            unusable(where, path, Files.exists(file) ? "cannot be read" : "is no file here");
        } catch (InvalidPathException e) {
            unusable(where, path, "is not a path");
        }
        return false;
    }

    private void unusable(Where where, String path, String why) {
        problems.warning(
                where,
                "tls-file",
                path,
                ResourceProblems.quoted(path) + " " + why + "; connections to the host fail until that is mended");
    }
}
