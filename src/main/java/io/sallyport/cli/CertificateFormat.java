package io.sallyport.cli;

import io.sallyport.pem.PemText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

/** How a certificate to be trusted is written. */
enum CertificateFormat {
    /** Text (RFC 7468): what most clients take. */
    PEM,
    /** The bare bytes (X.690): Windows, browsers. */
    DER,
    /** Java's old trust store. */
    JKS,
    /** Java's trust store (PKCS#12). */
    P12;

    /** Java's own default. There is no secret in it; it merely guards against damage. */
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static final String ALIAS = "sallyport";

    byte[] write(X509Certificate certificate) throws GeneralSecurityException, IOException {
        return switch (this) {
            case PEM -> PemText.of("CERTIFICATE", certificate.getEncoded()).getBytes(StandardCharsets.US_ASCII);
            case DER -> certificate.getEncoded();
            case JKS -> store("JKS", certificate);
            case P12 -> store("PKCS12", certificate);
        };
    }

    private static byte[] store(String type, X509Certificate certificate) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry(ALIAS, certificate);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD);
        return out.toByteArray();
    }
}
