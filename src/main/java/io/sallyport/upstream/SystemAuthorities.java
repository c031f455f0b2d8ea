package io.sallyport.upstream;

import io.sallyport.pem.PemException;
import io.sallyport.pem.PemFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that the machine trusts: what OpenSSL's {@code SSL_CERT_FILE} names, else the bundle of the
 * Linux distribution, where administrators add their own; where there is neither, or the JVM was given a trust store of
 * its own, what Java trusts.
 */
final class SystemAuthorities {

    private static final String VARIABLE = "SSL_CERT_FILE";

    private static final List<String> BUNDLES = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/ssl/cert.pem");

    /** The value of {@code caCertificates} that means them, beside none. */
    private static final String SYSTEM = "system";

    private SystemAuthorities() {}

    /** Whether a value of {@code caCertificates} means these. */
    static boolean areMeant(@Nullable String caCertificates) {
        return caCertificates == null || caCertificates.equals(SYSTEM);
    }

    /** Reads them; blocks. */
    static List<X509Certificate> read() throws PemException, GeneralSecurityException {
        String file = file();
        return file == null ? ofJava() : PemFile.read("the system's", file).certificates();
    }

    /** The file they are in; null where Java's own trust store has them. Blocks. */
    static @Nullable String file() {
        String named = System.getenv(VARIABLE);
        if (named != null && !named.isEmpty()) {
            return named;
        }
        if (System.getProperty("javax.net.ssl.trustStore") != null) {
            return null;
        }
        for (String bundle : BUNDLES) {
            if (Files.isReadable(Path.of(bundle))) {
                return bundle;
            }
        }
        return null;
    }

    private static List<X509Certificate> ofJava() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        @Nullable KeyStore itsOwn = null;
        factory.init(itsOwn);
        List<X509Certificate> authorities = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                authorities.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return authorities;
    }
}
