package io.sallyport.listener;

import io.sallyport.exchange.Outcome;

/** One plain line for each outcome that is answered, for status lines and problem titles. */
final class OutcomeTitle {

    private OutcomeTitle() {}

    static String of(Outcome outcome) {
        return switch (outcome) {
            case COMPLETED -> "Completed";
            case DENIED -> "Denied by policy";
            case NO_ROUTE -> "No route matches";
            case DESTINATION_UNKNOWN -> "The route's destination is unknown";
            case ADDRESS_PROHIBITED -> "The host's address is not allowed";
            case SERVER_NAME_MISMATCH -> "The TLS server name is not the host that was asked for";
            case LOOP_DETECTED -> "The request has passed here before";
            case DNS_FAILED -> "The host's name could not be resolved";
            case DNS_TIMEOUT -> "Resolving the host's name took too long";
            case NO_HEALTHY_ENDPOINT -> "No endpoint of the host is healthy";
            case CONNECTION_REFUSED -> "The host refused the connection";
            case CONNECTION_TIMEOUT -> "Connecting to the host took too long";
            case CONNECTION_FAILED -> "The host could not be reached";
            case TLS_FAILED -> "The TLS handshake with the host failed";
            case TLS_CERTIFICATE_REJECTED -> "The host's certificate is not accepted";
            case TLS_ALERT_RECEIVED -> "The host refused the TLS handshake";
            case POOL_FULL -> "Too many connections to the host";
            case STREAM_REFUSED -> "The host refused the request before it looked at it";
            case UPSTREAM_RESET -> "The host closed the connection before its response was whole";
            case REQUEST_TIMEOUT -> "The host did not answer within the request's timeout";
            case TRY_TIMEOUT -> "The host did not answer within a try's timeout";
            case UPSTREAM_IDLE -> "The host fell silent";
            case UPSTREAM_MALFORMED -> "The host's response is not valid HTTP";
            case CLIENT_MALFORMED -> "The request cannot be accepted";
            case CLIENT_NOT_TLS -> "The tunnel does not begin with TLS";
            case CLIENT_TIMEOUT -> "The request took too long to arrive";
            case CLIENT_GONE -> "The client went away";
            case DURATION_EXCEEDED -> "The longest duration was reached";
            case OVERLOADED -> "Too many client connections";
            case DRAINING -> "This proxy is shutting down";
            case INTERNAL -> "An error inside this proxy";
        };
    }
}
