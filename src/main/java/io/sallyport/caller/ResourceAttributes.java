package io.sallyport.caller;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** {@code OTEL_RESOURCE_ATTRIBUTES}: {@code name=value,name=value}, values in percent encoding (OpenTelemetry: Resource SDK). */
final class ResourceAttributes {

    private ResourceAttributes() {}

    /** What can be read of it; what cannot is left out, since it is OpenTelemetry's to complain of. */
    static Map<String, String> parse(String text) {
        Map<String, String> attributes = new HashMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                attributes.put(
                        pair.substring(0, equals).strip(),
                        decoded(pair.substring(equals + 1).strip()));
            }
        }
        return attributes;
    }

    private static String decoded(String value) {
        try {
            // A plus is a plus here, not a blank.
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return value;
        }
    }
}
