package io.sallyport.authority;

import io.sallyport.pem.PemText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * An authority made just now, with a key on the curve P-256, which signs itself and servers' certificates, and no other
 * authority's.
 */
public final class NewAuthority {

    private static final int LONGEST_NAME = 64;

    /** Clocks of clients differ from ours. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private final X509Certificate certificate;
    private final byte[] key;

    private NewAuthority(X509Certificate certificate, byte[] key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Makes one.
     *
     * @param name its common name, 1 to 64 characters
     * @param validity from now
     * @param permitted the domains, addresses and CIDR ranges that it may vouch for, a domain with all below it; empty
     *     for all
     * @throws IllegalArgumentException for a name or a permitted one that cannot be
     */
    public static NewAuthority create(String name, Duration validity, List<String> permitted, Instant now) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: 1 to 64 characters)");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X500Name self = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, name)
                    .build();
            CertificateDraft draft = CertificateDraft.of(
                            self, self, keys.getPublic(), now.minus(BACKDATED), now.plus(validity))
                    .with(Extension.basicConstraints, true, new BasicConstraints(0))
                    .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            if (!permitted.isEmpty()) {
                draft.with(Extension.nameConstraints, true, NameLimits.of(permitted));
            }
            String algorithm = SignatureAlgorithm.of(keys.getPublic());
            return new NewAuthority(
                    draft.sign(algorithm, keys.getPrivate()), keys.getPrivate().getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no authority can be made", e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Its certificate, as PEM. */
    public String certificatePem() {
        try {
            return PemText.of("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was encoded before", e);
        }
    }

    /** Its key, as PKCS#8 in PEM, not encrypted. */
    public String keyPem() {
        return PemText.of("PRIVATE KEY", key);
    }
}
