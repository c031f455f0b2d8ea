package io.sallyport.http1;

import static io.sallyport.http1.MalformedException.badRequest;

/**
 * Holds chunk extensions against their grammar (RFC 9112 section 7.1.1); what they say is dropped. They are checked all
 * the same, because another reader that takes a quoted line end for the line's end sees another body.
 */
final class ChunkExtensions {

    private ChunkExtensions() {}

    /** @throws MalformedException unless the line holds nothing but extensions from there on */
    static void require(Line line, int from) {
        int index = from;
        while (index < line.length()) {
            index = line.skipBlanks(index);
            if (!has(line, index, ';')) {
                throw badRequest("chunk size followed by other than an extension");
            }
            index = afterValue(line, afterName(line, line.skipBlanks(index + 1)));
        }
    }

    private static int afterName(Line line, int from) {
        int end = line.tokenEnd(from);
        if (end == from) {
            throw badRequest("chunk extension without a name");
        }
        return end;
    }

    /** Where the value ends; where the name ends when there is none. */
    private static int afterValue(Line line, int nameEnd) {
        int equals = line.skipBlanks(nameEnd);
        if (!has(line, equals, '=')) {
            return nameEnd;
        }
        int start = line.skipBlanks(equals + 1);
        int end = has(line, start, '"') ? afterQuoted(line, start + 1) : line.tokenEnd(start);
        if (end == start) {
            throw badRequest("chunk extension without a value");
        }
        return end;
    }

    private static int afterQuoted(Line line, int from) {
        for (int index = from; index < line.length() && Octets.isValue(line.at(index)); index++) {
            if (line.at(index) == '"') {
                return index + 1;
            }
            if (line.at(index) == '\\' && index + 1 < line.length() && Octets.isValue(line.at(index + 1))) {
                index++;
            }
        }
        throw badRequest("chunk extension with an open quote");
    }

    private static boolean has(Line line, int index, char octet) {
        return index < line.length() && line.at(index) == octet;
    }
}
