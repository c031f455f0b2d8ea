package io.sallyport.compile;

import java.nio.charset.StandardCharsets;

/** Text of the configuration as it goes into header fields. */
final class WireText {

    private WireText() {}

    /** One character for each octet of its UTF-8, since the writer of messages sends characters as octets. */
    static String of(String written) {
        return new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
