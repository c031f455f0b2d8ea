package io.sallyport.e2e;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another machine's trust for a while: the system's authorities are those of a test. It is the whole JVM's, so tests
 * with it cannot run beside others. What the environment names (SSL_CERT_FILE) would come first; the build leaves it out.
 */
final class SystemTrust implements AutoCloseable {

    private static final String PASSWORD = "only-for-tests";

    private final Map<String, @Nullable String> before = new LinkedHashMap<>();

    private SystemTrust(Path store) {
        set("javax.net.ssl.trustStore", store.toString());
        set("javax.net.ssl.trustStorePassword", PASSWORD);
    }

    /** The system trusts this one and nobody else until it is closed. */
    static SystemTrust only(Path folder, TlsAuthority authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(authority.certificatePem())) {
            trusted.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        Path store = folder.resolve("system.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return new SystemTrust(store);
    }

    private void set(String property, String value) {
        before.put(property, System.getProperty(property));
        System.setProperty(property, value);
    }

    @Override
    public void close() {
        before.forEach((property, value) -> {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
    }
}
