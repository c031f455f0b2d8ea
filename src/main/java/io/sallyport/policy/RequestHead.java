package io.sallyport.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What policy may ask about a request: its head, already bounded and normalised by the listener. */
public interface RequestHead {

    /** How the request wants to be carried. */
    enum Form {
        /** An HTTP request that is read, routed and retried: absolute-form, or origin-form with a Host. */
        HTTP,
        /** {@code CONNECT host:port}: bytes that nobody reads. */
        TUNNEL
    }

    Form form();

    /** The method as sent, case-sensitive (RFC 9110 section 9.1); {@code CONNECT} for a tunnel. */
    String method();

    /** {@code http} or {@code https}, lower case; {@code https} only where the client spelled it in absolute-form. */
    String scheme();

    /** The host asked for: lower case, without port, brackets or trailing dot. */
    String host();

    /** The port asked for, 1 to 65535; the scheme's default where the client named none. */
    int port();

    /** Host and port as the client wrote them, for {@code authority} matches. */
    String authority();

    /** Path and query as sent, beginning with {@code /}, or {@code *}; empty for a tunnel. */
    String path();

    /** The first value of a header, the name in any case; null when absent. */
    @Nullable
    String header(String name);

    /** Every value of a header, in order; empty when absent. */
    List<String> headers(String name);

    /** Every value of a header as one, in order and joined by commas (RFC 9110 section 5.3); null when absent. */
    default @Nullable String joinedHeader(String name) {
        List<String> values = headers(name);
        return switch (values.size()) {
            case 0 -> null;
            case 1 -> values.getFirst();
            default -> String.join(",", values);
        };
    }
}
