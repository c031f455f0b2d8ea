package io.sallyport.http1;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Reads one field line (RFC 9112 section 5): {@code name ":" OWS value OWS}. Reused from line to line. */
final class FieldLine {

    private final boolean stripsSpaceBeforeColon;
    private int nameEnd;
    private CharSequence name = "";
    private String value = "";

    /** RFC 9112 section 5.1: in a request a space before the colon is an error, in a response it is taken out. */
    FieldLine(boolean stripsSpaceBeforeColon) {
        this.stripsSpaceBeforeColon = stripsSpaceBeforeColon;
    }

    void read(Line line) {
        nameEnd = line.tokenEnd(0);
        int colon = colon(line);
        int from = line.skipBlanks(colon + 1);
        int to = line.length();
        while (to > from && Octets.isBlank(line.at(to - 1))) {
            to--;
        }
        if (!line.isValue(from, to)) {
            throw MalformedException.badRequest("control character in a field value");
        }
        @Nullable AsciiString known = KnownTokens.FIELD_NAMES.find(line, 0, nameEnd);
        name = known != null ? known : line.text(0, nameEnd);
        value = line.text(from, to);
    }

    private int colon(Line line) {
        if (nameEnd == 0) {
            throw MalformedException.badRequest(
                    Octets.isBlank(line.at(0)) ? "folded field line" : "field name empty or not a token");
        }
        int colon = line.skipBlanks(nameEnd);
        if (colon == line.length()) {
            throw MalformedException.badRequest("field line without a colon");
        }
        if (line.at(colon) != ':') {
            throw MalformedException.badRequest("field name not a token");
        }
        if (colon != nameEnd && !stripsSpaceBeforeColon) {
            throw MalformedException.badRequest("space between field name and colon");
        }
        return colon;
    }

    int nameLength() {
        return nameEnd;
    }

    CharSequence name() {
        return name;
    }

    String value() {
        return value;
    }

    boolean isNamed(AsciiString expected) {
        return nameEnd == expected.length() && expected.contentEqualsIgnoreCase(name);
    }
}
