package io.sallyport.upstream;

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

    private SystemAuthorities() {}

    /** Reads them; blocks. */
    static List<X509Certificate> read() throws TlsSetupException, GeneralSecurityException {
        String named = System.getenv(VARIABLE);
        if (named != null && !named.isEmpty()) {
            return PemFile.read(VARIABLE, named).certificates();
        }
        if (System.getProperty("javax.net.ssl.trustStore") == null) {
            for (String bundle : BUNDLES) {
                if (Files.isReadable(Path.of(bundle))) {
                    return PemFile.read("the system's", bundle).certificates();
                }
            }
        }
        return ofJava();
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
