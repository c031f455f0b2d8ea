package io.sallyport.cli.check;

/**
 * Where on its line the thing ends that begins at a place: a scalar to its last character, a key without its colon, a
 * flow collection to its bracket.
 *
 * <p>Read off the line alone, since the reader of YAML keeps beginnings only. Of what goes on in the next line the end
 * is not known.
 */
final class Span {

    private static final int UNKNOWN = -1;

    private Span() {}

    /**
     * The index after the last character, or -1 where it is not on this line.
     *
     * @param start an index into the line, of the first character
     */
    static int end(String line, int start) {
        return switch (line.charAt(start)) {
            case '"' -> doubleQuoted(line, start);
            case '\'' -> singleQuoted(line, start);
            case '[', '{' -> collection(line, start);
            case '|', '>' -> UNKNOWN;
            default -> plain(line, start);
        };
    }

    /** Whether what ends there is a key: only a colon comes behind it. */
    static boolean isKey(String line, int end) {
        int at = end;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        if (at >= line.length() || line.charAt(at) != ':') {
            return false;
        }
        return at + 1 == line.length() || isBlank(line.charAt(at + 1)) || line.charAt(end - 1) == '"';
    }

    private static int doubleQuoted(String line, int start) {
        for (int at = start + 1; at < line.length(); at++) {
            if (line.charAt(at) == '\\') {
                at++;
            } else if (line.charAt(at) == '"') {
                return at + 1;
            }
        }
        return UNKNOWN;
    }

    private static int singleQuoted(String line, int start) {
        for (int at = start + 1; at < line.length(); at++) {
            if (line.charAt(at) == '\'') {
                if (!line.startsWith("''", at)) {
                    return at + 1;
                }
                at++;
            }
        }
        return UNKNOWN;
    }

    private static int collection(String line, int start) {
        int depth = 0;
        for (int at = start; at >= 0 && at < line.length(); ) {
            char c = line.charAt(at);
            if (c == '"') {
                at = doubleQuoted(line, at);
            } else if (c == '\'' && !Character.isLetterOrDigit(line.charAt(at - 1))) {
                at = singleQuoted(line, at);
            } else {
                depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
                at++;
                if (depth == 0) {
                    return at;
                }
            }
        }
        return UNKNOWN;
    }

    private static int plain(String line, int start) {
        boolean flow = isInFlow(line, start);
        int end = start;
        for (int at = start; at < line.length() && !endsPlain(line, at, flow); at++) {
            if (!isBlank(line.charAt(at))) {
                end = at + 1;
            }
        }
        // What spans lines in brackets cannot be seen from here; a comma at the end of the line gives it away.
        while (end > start + 1 && line.charAt(end - 1) == ',') {
            end--;
        }
        return Math.max(end, start + 1);
    }

    private static boolean endsPlain(String line, int at, boolean flow) {
        char c = line.charAt(at);
        boolean last = at + 1 == line.length();
        if (c == ':') {
            return last || isBlank(line.charAt(at + 1)) || (flow && ",[]{}".indexOf(line.charAt(at + 1)) >= 0);
        }
        if (c == '#') {
            return at > 0 && isBlank(line.charAt(at - 1));
        }
        return flow && ",[]{}".indexOf(c) >= 0;
    }

    /** Whether a bracket is open on this line before the place. */
    private static boolean isInFlow(String line, int before) {
        int depth = 0;
        for (int at = 0; at < before; ) {
            char c = line.charAt(at);
            boolean begins = at == 0 || isBlank(line.charAt(at - 1)) || "[{,:".indexOf(line.charAt(at - 1)) >= 0;
            int end =
                    !begins ? at + 1 : c == '"' ? doubleQuoted(line, at) : c == '\'' ? singleQuoted(line, at) : at + 1;
            if ((c == '[' || c == '{') && (begins || depth > 0)) {
                depth++;
            } else if ((c == ']' || c == '}') && depth > 0) {
                depth--;
            }
            at = end < 0 ? line.length() : end;
        }
        return depth > 0;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
