package io.sallyport.pem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One PEM file that settings name. What is wrong with it is told with the field that names it. Blocks. */
public final class PemFile {

    private static final long LARGEST = 16L * 1024 * 1024;

    private final String field;
    private final String path;
    private final byte[] content;

    private PemFile(String field, String path, byte[] content) {
        this.field = field;
        this.path = path;
        this.content = content;
    }

    /**
     * Reads the file.
     *
     * @param field the name of the field or setting that names it, for people
     * @throws PemException when it cannot be read, or is larger than 16 MiB
     */
    public static PemFile read(String field, String path) throws PemException {
        try {
            Path file = Path.of(path);
            if (!Files.exists(file)) {
                throw new PemException(field + " " + path + ": no such file");
            }
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new PemException(field + " " + path + ": not a file of at most 16 MiB");
            }
            return new PemFile(field, path, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new PemException(field + " " + path + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new PemException(field + " " + path + ": may not be read", e);
        } catch (IOException | InvalidPathException e) {
            throw new PemException(field + " " + path + ": cannot be read", e);
        }
    }

    /** What is no file, and has a path nevertheless, by which people know it. */
    static PemFile of(String field, String path, byte[] content) {
        return new PemFile(field, path, content);
    }

    /**
     * The certificates in it, at least one.
     *
     * @throws PemException when there is none, or one is broken
     */
    public List<X509Certificate> certificates() throws PemException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(content))
                    .forEach(certificate -> {
                        if (certificate instanceof X509Certificate x509) {
                            certificates.add(x509);
                        }
                    });
        } catch (GeneralSecurityException e) {
            throw wrong("not a PEM file of certificates", e);
        }
        if (certificates.isEmpty()) {
            throw wrong("has no certificate", null);
        }
        return certificates;
    }

    /**
     * The revocation lists in it, at least one.
     *
     * @throws PemException when there is none, or one is broken
     */
    public List<CRL> revocations() throws PemException {
        try {
            List<CRL> lists =
                    CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(content)).stream()
                            .collect(Collectors.toList());
            if (lists.isEmpty()) {
                throw wrong("has no revocation list", null);
            }
            return lists;
        } catch (GeneralSecurityException e) {
            throw wrong("not a PEM file of revocation lists", e);
        }
    }

    /**
     * The private key in it: PKCS#8, PKCS#1 or SEC 1, not encrypted.
     *
     * @param algorithm of its certificate's public key
     * @throws PemException when there is none, or it is broken or encrypted
     */
    public PrivateKey privateKey(String algorithm) throws PemException {
        try {
            return PrivateKeyPem.read(content, algorithm);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw wrong(
                    e instanceof PrivateKeyPem.Unreadable ? String.valueOf(e.getMessage()) : "the key is broken", e);
        }
    }

    private PemException wrong(String what, @Nullable Exception cause) {
        return new PemException(field + " " + path + ": " + what, cause);
    }
}
