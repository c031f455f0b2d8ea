package io.sallyport.authority;

import io.sallyport.pem.KeyMatch;
import io.sallyport.pem.PemException;
import io.sallyport.pem.PemFile;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * An authority that can sign now: its files are whole, belong together, and may do so.
 *
 * @param chain its certificate, then those above it as far as the file has them
 * @param key of the first
 */
record CertificateAuthority(List<X509Certificate> chain, PrivateKey key) {

    private static final int KEY_CERT_SIGN = 5;

    CertificateAuthority {
        chain = List.copyOf(chain);
    }

    /**
     * Reads the files; blocks.
     *
     * @throws PemException when they will not do, with setting and path
     */
    static CertificateAuthority load(AuthorityFiles files, Instant now) throws PemException {
        List<X509Certificate> chain = PemFile.read(AuthorityFiles.CERTIFICATE_SETTING, files.certificate())
                .certificates();
        X509Certificate own = chain.getFirst();
        String place = AuthorityFiles.CERTIFICATE_SETTING + " " + files.certificate() + ": ";
        String flaw = flaw(own, now);
        if (!flaw.isEmpty()) {
            throw new PemException(place + flaw);
        }
        PrivateKey key = PemFile.read(AuthorityFiles.KEY_SETTING, files.key())
                .privateKey(own.getPublicKey().getAlgorithm());
        if (!KeyMatch.belongTogether(key, own.getPublicKey())) {
            throw new PemException(AuthorityFiles.KEY_SETTING + " " + files.key()
                    + ": does not belong to the certificate " + files.certificate());
        }
        return new CertificateAuthority(chain, key);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    private static String flaw(X509Certificate certificate, Instant now) {
        if (certificate.getBasicConstraints() < 0) {
            return "not a certificate authority's (its basicConstraints do not say CA:TRUE)";
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[KEY_CERT_SIGN]) {
            return "may not sign certificates (its keyUsage has no keyCertSign)";
        }
        if (!SignatureAlgorithm.isKnownFor(certificate.getPublicKey())) {
            return "has a key of the kind " + certificate.getPublicKey().getAlgorithm()
                    + " (expected: EC, RSA or EdDSA)";
        }
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            return "not valid before " + begin;
        }
        return now.isAfter(end) ? "expired at " + end : "";
    }
}
