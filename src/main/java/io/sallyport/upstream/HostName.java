package io.sallyport.upstream;

/** Tells host names that may be asked of a resolver from texts that only look like one. */
final class HostName {

    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    private HostName() {}

    /**
     * Whether it is letters, digits, hyphens and underscores between dots, within the bounds of RFC 1035 section
     * 2.3.4. Other letters than ASCII are no name: resolvers would fold some of them to digits and dots.
     */
    static boolean isValid(String host) {
        if (host.isEmpty() || host.length() > LONGEST) {
            return false;
        }
        int label = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else if (isNameCharacter(c)) {
                label++;
                if (label > LONGEST_LABEL) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return label > 0;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }
}
