package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sallyport.exchange.Exchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lines of the access log, and what a reader makes of them. */
final class LogLines {

    private LogLines() {}

    static byte[] of(AccessLogFormat format, Exchange exchange) {
        LineBuffer line = format.create().encode(exchange);
        return Arrays.copyOf(line.bytes(), line.length());
    }

    /** The fields of a JSON line, in their order. */
    static Map<String, Object> parse(byte[] line) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_NUMBER_INT) {
                    fields.put(name, parser.getLongValue());
                } else if (value == JsonToken.VALUE_NUMBER_FLOAT) {
                    fields.put(name, parser.getDoubleValue());
                } else if (value == JsonToken.VALUE_STRING) {
                    fields.put(name, parser.getText());
                } else {
                    assertThat(value).isEqualTo(JsonToken.VALUE_NULL);
                    fields.put(name, null);
                }
            }
        }
        return fields;
    }
}
