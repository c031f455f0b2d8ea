package io.sallyport.authority;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;

/** Which signature suits a key, by the JDK's name for it. */
final class SignatureAlgorithm {

    private SignatureAlgorithm() {}

    static boolean isKnownFor(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "EC", "RSA", "EdDSA" -> true;
            default -> false;
        };
    }

    /** @throws IllegalArgumentException for kinds of keys that are not known */
    static String of(PublicKey key) {
        if (key instanceof ECPublicKey elliptic) {
            // A hash as strong as the curve.
            int bits = elliptic.getParams().getOrder().bitLength();
            return bits <= 256 ? "SHA256withECDSA" : bits <= 384 ? "SHA384withECDSA" : "SHA512withECDSA";
        }
        if (key instanceof EdECPublicKey edwards) {
            return edwards.getParams().getName();
        }
        if (key.getAlgorithm().equals("RSA")) {
            return "SHA256withRSA";
        }
        throw new IllegalArgumentException("key: " + key.getAlgorithm() + " (expected: EC, RSA or EdDSA)");
    }
}
