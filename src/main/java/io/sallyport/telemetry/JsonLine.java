package io.sallyport.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/** Writes one flat JSON object into a line. */
final class JsonLine {

    private static final byte[] NULL = "null".getBytes(US_ASCII);

    private final LineBuffer line = new LineBuffer();

    /** A field's name as it is written, made once. */
    static final class Name {

        private final byte[] written;

        private Name(byte[] written) {
            this.written = written;
        }

        static Name of(String name) {
            return new Name((",\"" + name + "\":").getBytes(US_ASCII));
        }
    }

    JsonLine begin() {
        line.begin();
        return this;
    }

    /** A text, or JSON's null. */
    JsonLine field(Name name, @Nullable String value) {
        line.put(name.written);
        if (value == null) {
            line.put(NULL);
        } else {
            line.put('"').escaped(value).put('"');
        }
        return this;
    }

    JsonLine field(Name name, long value) {
        line.put(name.written).number(value);
        return this;
    }

    /** A whole number, or JSON's null for a negative one. */
    JsonLine count(Name name, long value) {
        line.put(name.written);
        if (value < 0) {
            line.put(NULL);
        } else {
            line.number(value);
        }
        return this;
    }

    /** Milliseconds with a fraction, or JSON's null for a negative time. */
    JsonLine millis(Name name, long nanos) {
        line.put(name.written);
        if (nanos < 0) {
            line.put(NULL);
        } else {
            line.millis(nanos);
        }
        return this;
    }

    /** Ends the object and the line. */
    LineBuffer end() {
        // In the place of the comma before the first name.
        return line.put('}').put('\n').beginsWith('{');
    }
}
