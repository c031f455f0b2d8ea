package io.sallyport.exchange;

import org.jspecify.annotations.Nullable;

/**
 * How an exchange, or one try of it, ended: the one table from cause to status, Envoy response flag and Proxy-Status.
 *
 * <p>Statuses are Envoy's (503 for what failed upstream, as Istio's users and {@code retryOn} expect), not RFC 9209's
 * recommended 502, but for denials: 403 there, or Istio's 502 by the setting {@code denial-status}.
 */
public enum Outcome {
    /** The upstream's response, or a route's own answer, reached the client whole. */
    COMPLETED(0, "-", null, false),

    // Refused by policy: Istio's response for an unknown host is 502; NR is its flag.
    DENIED(403, "NR", "http_request_denied", false),
    NO_ROUTE(404, "NR", "http_request_denied", false),
    DESTINATION_UNKNOWN(503, "NC", "destination_not_found", false),
    /** A ClientHello that names another host than the one that was allowed, or hides which it means. */
    SERVER_NAME_MISMATCH(421, "NR", "http_request_denied", false),
    ADDRESS_PROHIBITED(403, "UAEX", "destination_ip_prohibited", false),
    LOOP_DETECTED(508, "-", "proxy_loop_detected", false),

    // Never connected: nothing reached the server, anything may be tried again.
    DNS_FAILED(502, "DF", "dns_error", false),
    DNS_TIMEOUT(504, "DF", "dns_timeout", false),
    NO_HEALTHY_ENDPOINT(503, "UH", "destination_unavailable", false),
    CONNECTION_REFUSED(503, "UF", "connection_refused", false),
    CONNECTION_TIMEOUT(503, "UF", "connection_timeout", false),
    CONNECTION_FAILED(503, "UF", "destination_ip_unroutable", false),
    TLS_FAILED(503, "UF", "tls_protocol_error", false),
    TLS_CERTIFICATE_REJECTED(503, "UF", "tls_certificate_error", false),
    TLS_ALERT_RECEIVED(503, "UF", "tls_alert_received", false),
    POOL_FULL(503, "UO", "connection_limit_reached", false),

    // Connected, but the server says that it has not looked at the request (RFC 9113 section 8.7).
    STREAM_REFUSED(503, "UR", "connection_terminated", false),

    // Connected: the server may have seen the request.
    UPSTREAM_RESET(503, "UC", "connection_terminated", true),
    REQUEST_TIMEOUT(504, "UT", "http_response_timeout", true),
    TRY_TIMEOUT(504, "UT", "http_response_timeout", true),
    UPSTREAM_IDLE(504, "SI", "connection_read_timeout", true),
    UPSTREAM_MALFORMED(502, "UPE", "http_protocol_error", true),

    // The client's doing.
    CLIENT_MALFORMED(400, "DPE", "http_request_error", false),
    /** The tunnel has to begin with TLS, and does not. */
    CLIENT_NOT_TLS(400, "DPE", "http_request_error", false),
    CLIENT_TIMEOUT(408, "DPE", "http_request_error", false),
    CLIENT_GONE(0, "DC", null, true),

    // Our own limits.
    DURATION_EXCEEDED(0, "DT", null, true),
    OVERLOADED(503, "OM", "proxy_internal_response", false),
    DRAINING(503, "-", "proxy_internal_response", false),
    INTERNAL(500, "-", "proxy_internal_error", false);

    private final int status;
    private final String flag;
    private final @Nullable String proxyStatusError;
    private final boolean mayHaveReachedServer;

    Outcome(int status, String flag, @Nullable String proxyStatusError, boolean mayHaveReachedServer) {
        this.status = status;
        this.flag = flag;
        this.proxyStatusError = proxyStatusError;
        this.mayHaveReachedServer = mayHaveReachedServer;
    }

    /** The status we answer with; 0 where no answer can be sent, or the response has its own. */
    public int status() {
        return status;
    }

    /** Envoy's response flag; {@code -} for none. */
    public String flag() {
        return flag;
    }

    /** The {@code error} of RFC 9209 section 2.3; null where we generate no response. */
    public @Nullable String proxyStatusError() {
        return proxyStatusError;
    }

    /** Whether the server may have acted on the request, so that a blind repetition would not be safe. */
    public boolean mayHaveReachedServer() {
        return mayHaveReachedServer;
    }
}
