package io.sallyport.http1;

/** Which names and values fields may have (RFC 9110 section 5), for what did not come as lines. */
public final class FieldSyntax {

    private FieldSyntax() {}

    /** Whether it is a token, and in lower case, as HTTP/2 wants its names (RFC 9113 section 8.2.1). */
    public static boolean isLowerCaseToken(CharSequence name) {
        for (int index = 0; index < name.length(); index++) {
            char letter = name.charAt(index);
            if (letter >= 0x80 || !Octets.isToken((byte) letter) || (letter >= 'A' && letter <= 'Z')) {
                return false;
            }
        }
        return name.length() > 0;
    }

    /** Whether it has neither controls, line breaks among them, nor blanks at its ends. */
    public static boolean isValue(CharSequence value) {
        int length = value.length();
        if (length > 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)))) {
            return false;
        }
        for (int index = 0; index < length; index++) {
            char letter = value.charAt(index);
            if (letter > 0xFF || !Octets.isValue((byte) letter)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a field may pass in a trailer section: none that changes framing, routing or reading may. */
    public static boolean isTrailer(String lowerCaseName) {
        return TrailerFields.isAllowed(lowerCaseName);
    }

    private static boolean isBlank(char letter) {
        return letter == ' ' || letter == '\t';
    }
}
