package io.sallyport.authority;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.jspecify.annotations.Nullable;

/**
 * For which names the authorities of a chain may vouch, all taken together. The root's own are counted too, which
 * clients do (OpenSSL, Go) or leave (Java): no certificate is shown that some would refuse.
 */
final class ChainLimits {

    private final PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();

    ChainLimits(List<X509Certificate> chain) {
        for (X509Certificate one : chain) {
            byte[] encoded = one.getExtensionValue(Extension.nameConstraints.getId());
            if (encoded != null) {
                add(NameConstraints.getInstance(
                        ASN1OctetString.getInstance(encoded).getOctets()));
            }
        }
    }

    boolean permit(GeneralName name) {
        try {
            validator.checkPermitted(name);
            validator.checkExcluded(name);
            return true;
        } catch (NameConstraintValidatorException e) {
            return false;
        }
    }

    private void add(NameConstraints constraints) {
        GeneralSubtree @Nullable [] permitted = constraints.getPermittedSubtrees();
        if (permitted != null) {
            validator.intersectPermittedSubtree(permitted);
        }
        GeneralSubtree @Nullable [] excluded = constraints.getExcludedSubtrees();
        if (excluded != null) {
            for (GeneralSubtree subtree : excluded) {
                validator.addExcludedSubtree(subtree);
            }
        }
    }
}
