package io.sallyport.pem;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes PEM (RFC 7468 section 2). */
public final class PemText {

    private static final int LINE = 64;

    private PemText() {}

    /**
     * One block, with a line end after it.
     *
     * @param label such as {@code CERTIFICATE} or {@code PRIVATE KEY}
     */
    public static String of(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
