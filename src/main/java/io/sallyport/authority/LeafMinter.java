package io.sallyport.authority;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Makes the certificate of a host: short-lived, for that host alone, and good for nothing but to be its server. */
final class LeafMinter {

    /** No host can be vouched for; the message says why, for people. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message, Exception cause) {
            super(message, cause);
        }

        Refused(String message) {
            super(message);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** A lost key is of use for a day at most; a certificate costs about a millisecond. */
    static final Duration LIFETIME = Duration.ofHours(24);

    /** Clocks of clients differ from ours. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    /** RFC 5280, upper bound of a common name. */
    private static final int LONGEST_COMMON_NAME = 64;

    private final CertificateAuthority authority;
    private final KeyPair keys;
    private final ChainLimits limits;
    private final X500Name issuer;
    private final String algorithm;

    /** @param keys of all certificates it makes */
    LeafMinter(CertificateAuthority authority, KeyPair keys) {
        this.authority = authority;
        this.keys = keys;
        this.limits = new ChainLimits(authority.chain());
        this.issuer = X500Name.getInstance(
                authority.certificate().getSubjectX500Principal().getEncoded());
        this.algorithm = SignatureAlgorithm.of(authority.certificate().getPublicKey());
    }

    /**
     * Makes one, valid from an hour ago for a day, but never when its authority is not; takes about a millisecond.
     *
     * @param host a name or an address: lower case, without brackets and trailing dot
     * @throws Refused when clients would not believe it
     */
    X509Certificate mint(String host, Instant now) throws Refused {
        X509Certificate own = authority.certificate();
        Instant begin = latest(now.minus(BACKDATED), own.getNotBefore().toInstant());
        Instant end = earliest(now.plus(LIFETIME), own.getNotAfter().toInstant());
        if (!now.isBefore(end)) {
            throw new Refused("the certificate authority expired at " + end);
        }
        GeneralName name = name(host);
        if (!limits.permit(name)) {
            // Told here, and not left to be guessed from clients' alerts.
            throw new Refused("the certificate authority may not vouch for " + host + " (its name constraints)");
        }
        try {
            return signed(host, name, begin, end);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new Refused("no certificate can be made for " + host + ": " + e.getMessage(), e);
        }
    }

    private X509Certificate signed(String host, GeneralName name, Instant begin, Instant end)
            throws GeneralSecurityException, IOException {
        boolean fits = host.length() <= LONGEST_COMMON_NAME;
        X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE);
        if (fits) {
            subject.addRDN(BCStyle.CN, host);
        }
        return CertificateDraft.of(issuer, subject.build(), keys.getPublic(), begin, end)
                .issuedBy(authority.certificate())
                // Without a subject, the name must not be overlooked (RFC 5280 section 4.2.1.6).
                .with(Extension.subjectAlternativeName, !fits, new GeneralNames(name))
                .with(Extension.basicConstraints, true, new BasicConstraints(false))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .sign(algorithm, authority.key());
    }

    private static GeneralName name(String host) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        return address == null
                ? new GeneralName(GeneralName.dNSName, host)
                : new GeneralName(GeneralName.iPAddress, new DEROctetString(address));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
