package io.sallyport.http1;

import java.util.Arrays;

/** Which octets may stand where (RFC 9110 section 5.6). */
final class Octets {

    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;

    private static final byte[] KINDS = kinds();

    private Octets() {}

    /** A letter of a token: field names, methods. */
    static boolean isToken(byte octet) {
        return (KINDS[octet & 0xFF] & TOKEN) != 0;
    }

    /** May stand in a field value or reason phrase: visible, space, tab, or above ASCII. */
    static boolean isValue(byte octet) {
        return (KINDS[octet & 0xFF] & VALUE) != 0;
    }

    /** May stand in a request-target: visible ASCII, but no fragment, which some readers cut off and others keep. */
    static boolean isTarget(byte octet) {
        return (KINDS[octet & 0xFF] & TARGET) != 0;
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        Arrays.fill(kinds, 0x80, 0x100, VALUE);
        kinds['\t'] = VALUE;
        kinds[' '] = VALUE;
        for (int octet = 0x21; octet < 0x7F; octet++) {
            boolean token = "\"(),/:;<=>?@[\\]{}".indexOf(octet) < 0;
            boolean target = octet != '#';
            kinds[octet] = (byte) (VALUE | (token ? TOKEN : 0) | (target ? TARGET : 0));
        }
        return kinds;
    }
}
