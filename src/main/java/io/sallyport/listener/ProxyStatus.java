package io.sallyport.listener;

import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the {@code Proxy-Status} field (RFC 9209) of the responses that we make ourselves. */
final class ProxyStatus {

    static final String FIELD = "proxy-status";

    private static final int LONGEST_DETAILS = 256;

    private static final Set<String> RESPONSE_CODES =
            Set.of("FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "NOTAUTH", "NOTZONE");

    private ProxyStatus() {}

    /** For a failure: {@code sallyport; error=dns_error; rcode="NXDOMAIN"; details="..."}. */
    static String of(String pseudonym, Failure failure) {
        StringBuilder field = new StringBuilder(96).append(pseudonym);
        @Nullable String error = failure.outcome().proxyStatusError();
        if (error != null) {
            field.append("; error=").append(error);
        }
        String detail = failure.detail();
        if (failure.outcome() == Outcome.DNS_FAILED && RESPONSE_CODES.contains(detail)) {
            quote(field.append("; rcode="), detail);
        } else if (!detail.isEmpty()) {
            quote(field.append("; details="), detail);
        }
        return field.toString();
    }

    /** An sf-string (RFC 8941 section 3.3.3): printable ASCII, quotes and backslashes escaped. */
    private static void quote(StringBuilder field, String text) {
        field.append('"');
        int length = Math.min(text.length(), LONGEST_DETAILS);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                field.append('\\').append(c);
            } else {
                field.append(c >= 0x20 && c < 0x7f ? c : '?');
            }
        }
        field.append('"');
    }
}
