package io.sallyport.reload;

import io.sallyport.istio.SourceText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells configurations apart without keeping their text: equal for the same files with the same content, and for
 * practical purposes for nothing else.
 *
 * @param digest SHA-256 over names and contents, in hexadecimal
 */
record Fingerprint(String digest) {

    static Fingerprint of(List<SourceText> texts) {
        try {
            MessageDigest whole = MessageDigest.getInstance("SHA-256");
            for (SourceText text : texts) {
                // Each part is of one length, so that no two lists of parts run together to the same octets.
                whole.update(MessageDigest.getInstance("SHA-256").digest(octets(text.name())));
                whole.update(MessageDigest.getInstance("SHA-256").digest(octets(text.text())));
            }
            return new Fingerprint(HexFormat.of().formatHex(whole.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
