package io.sallyport.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A message as it was on the wire. */
public final class WireMessage {

    private static final String LINE_END = "\r\n";

    private final String head;
    private final byte[] body;
    private final String trailers;
    private final boolean chunked;

    WireMessage(String head, byte[] body, String trailers, boolean chunked) {
        this.head = head;
        this.body = body;
        this.trailers = trailers;
        this.chunked = chunked;
    }

    static WireMessage withoutBody(String head) {
        return new WireMessage(head, new byte[0], "", false);
    }

    /** Start line and fields with their line ends, the empty line included, verbatim. */
    public String head() {
        return head;
    }

    /** Without chunk framing. */
    public byte[] body() {
        return body.clone();
    }

    /** The body read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The lines after a chunked body, without the empty line, verbatim; mostly empty. */
    public String trailers() {
        return trailers;
    }

    /** Whether the body came in chunks. */
    public boolean isChunked() {
        return chunked;
    }

    /** Without its line end. */
    public String startLine() {
        return head.substring(0, head.indexOf(LINE_END));
    }

    /** The status of a response. */
    public int status() {
        return Integer.parseInt(startLine().split(" ", 3)[1]);
    }

    /** The reason of a response; empty where it has none. */
    public String reason() {
        String[] parts = startLine().split(" ", 3);
        return parts.length < 3 ? "" : parts[2];
    }

    /** The values of all fields of that name, in order, without blanks around. */
    public List<String> fields(String name) {
        List<String> values = new ArrayList<>();
        for (String line : head.split(LINE_END, -1)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
                values.add(line.substring(colon + 1).strip());
            }
        }
        return values;
    }

    /** The first value of the field, if there is one. */
    public Optional<String> field(String name) {
        return fields(name).stream().findFirst();
    }

    @Override
    public String toString() {
        return head + text() + trailers;
    }
}
