package io.sallyport.authority;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/** A certificate that is being written: who it is of, how long it is good, its extensions; then it is signed. */
final class CertificateDraft {

    /** RFC 5280 section 4.1.2.2 allows 20 octets; the first bit is the sign. */
    private static final int SERIAL_BITS = 20 * 8 - 1;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509v3CertificateBuilder builder;

    private CertificateDraft(X509v3CertificateBuilder builder) {
        this.builder = builder;
    }

    /** Begins one with a serial number that nobody can guess. */
    static CertificateDraft of(X500Name issuer, X500Name subject, PublicKey key, Instant begin, Instant end)
            throws GeneralSecurityException, IOException {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer, serial(), Date.from(begin), Date.from(end), Locale.ROOT, subject, info);
        return new CertificateDraft(builder)
                .with(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier(info)));
    }

    CertificateDraft with(ASN1ObjectIdentifier kind, boolean critical, ASN1Encodable value) throws IOException {
        builder.addExtension(kind, critical, value);
        return this;
    }

    /** Names the issuer's key as its certificate does: clients find the issuer by it. */
    CertificateDraft issuedBy(X509Certificate issuer) throws GeneralSecurityException, IOException {
        byte[] named = issuer.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        byte[] identifier = named == null
                ? identifier(
                        SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded()))
                : ASN1OctetString.getInstance(ASN1OctetString.getInstance(named).getOctets())
                        .getOctets();
        return with(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(identifier));
    }

    /** @param algorithm one of {@link SignatureAlgorithm} */
    X509Certificate sign(String algorithm, PrivateKey key) throws GeneralSecurityException, IOException {
        byte[] signed = builder.build(new JdkSigner(algorithm, key)).getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
    }

    private static BigInteger serial() {
        // The highest bit is set, so that it always has 20 octets and is never 0.
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
    }

    /** RFC 5280 section 4.2.1.2, method 1; a name for a key, where SHA-1's weakness harms nothing. */
    private static byte[] identifier(SubjectPublicKeyInfo key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(key.getPublicKeyData().getOctets());
    }
}
