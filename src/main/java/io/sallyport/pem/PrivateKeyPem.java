package io.sallyport.pem;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a private key of a PEM file. The JDK takes PKCS#8 alone; the two older shapes that openssl writes are the inner
 * part of one, so they are wrapped.
 */
final class PrivateKeyPem {

    /** No key that can be read; the message says why. */
    static final class Unreadable extends GeneralSecurityException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;

    /** INTEGER 0: the version of PKCS#8 (RFC 5208 section 5). */
    private static final byte[] VERSION = HexFormat.of().parseHex("020100");
    /** SEQUENCE { rsaEncryption, NULL }. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    /** id-ecPublicKey, which its curve follows. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private PrivateKeyPem() {}

    /** @param algorithm of the certificate's public key: what a PKCS#8 key is taken for */
    static PrivateKey read(byte[] content, String algorithm) throws GeneralSecurityException {
        String text = new String(content, StandardCharsets.US_ASCII);
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            String label = labelEnd < 0 ? "" : text.substring(at + BEGIN.length(), labelEnd);
            if (!label.endsWith("PRIVATE KEY")) {
                continue;
            }
            int end = text.indexOf("-----END " + label, labelEnd);
            String body = end < 0 ? null : text.substring(labelEnd + DASHES.length(), end);
            return key(label, body, algorithm);
        }
        throw new Unreadable("has no private key");
    }

    private static PrivateKey key(String label, @Nullable String body, String algorithm)
            throws GeneralSecurityException {
        if (body == null) {
            throw new Unreadable("the key has no end");
        }
        if (label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
            throw new Unreadable("the key is encrypted, and there is no passphrase to give");
        }
        byte[] der = Base64.getMimeDecoder().decode(body);
        byte[] pkcs8 = switch (label) {
            case "PRIVATE KEY" -> der;
            case "RSA PRIVATE KEY" -> wrapped(RSA, der);
            case "EC PRIVATE KEY" -> wrapped(element(SEQUENCE, joined(EC, curve(der))), der);
            default -> throw new Unreadable("a " + label + " is not supported (expected: PKCS#8, PKCS#1 or EC)");
        };
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, joined(VERSION, algorithm, element(OCTET_STRING, key)));
    }

    /** The curve's identifier out of ECPrivateKey's {@code [0] parameters} (RFC 5915 section 3). */
    private static byte[] curve(byte[] key) throws Unreadable {
        Cursor in = new Cursor(key);
        in.enter(SEQUENCE);
        while (in.hasMore()) {
            if (in.tag() == PARAMETERS) {
                return in.content();
            }
            in.content();
        }
        throw new Unreadable("the EC key does not name its curve");
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
            out.write(0x80 | octets);
            for (int i = octets - 1; i >= 0; i--) {
                out.write(content.length >> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Walks over the elements of a DER value. */
    private static final class Cursor {
        private final byte[] der;
        private int at;
        private int end;

        Cursor(byte[] der) {
            this.der = der;
            this.end = der.length;
        }

        boolean hasMore() {
            return at < end;
        }

        int tag() {
            return der[at] & 0xff;
        }

        void enter(int tag) throws Unreadable {
            if (!hasMore() || tag() != tag) {
                throw new Unreadable("the key is broken");
            }
            int length = length();
            end = at + length;
        }

        byte[] content() throws Unreadable {
            int length = length();
            byte[] content = java.util.Arrays.copyOfRange(der, at, at + length);
            at += length;
            return content;
        }

        private int length() throws Unreadable {
            at++;
            int first = at < der.length ? der[at++] & 0xff : 0xff;
            int octets = first < 0x80 ? 0 : first & 0x7f;
            int length = first < 0x80 ? first : 0;
            for (int i = 0; i < octets && at < der.length && octets <= 3; i++) {
                length = (length << 8) | (der[at++] & 0xff);
            }
            if (octets > 3 || length > der.length - at) {
                throw new Unreadable("the key is broken");
            }
            return length;
        }
    }
}
