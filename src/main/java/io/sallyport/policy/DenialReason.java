package io.sallyport.policy;

/** Why a request is refused by policy. A closed list: tests, metrics and explanations name these. */
public enum DenialReason {
    /** No ServiceEntry lists the host. */
    HOST_NOT_LISTED("host-not-listed"),
    /** The target is an IP address that no entry lists. */
    ADDRESS_NOT_LISTED("address-not-listed"),
    /** The host is listed, this port of it is not. */
    PORT_NOT_LISTED("port-not-listed"),
    /** Plain HTTP to a port that speaks TLS or raw TCP. */
    PORT_NOT_HTTP("port-not-http"),
    /** CONNECT to a port that speaks plain HTTP: a tunnel would hide the requests from the routes. */
    PORT_NOT_TUNNELLED("port-not-tunnelled"),
    /** {@code https://} in absolute-form: the client asked us to originate TLS, and nothing says so. */
    TLS_NOT_ORIGINATED("tls-not-originated"),
    /** The host is known, and no route of its VirtualService matches. Istio answers 404. */
    NO_ROUTE("no-route"),
    /** The route's destination is not a listed host, port or subset. Istio answers 503. */
    DESTINATION_UNKNOWN("destination-unknown");

    private final String slug;

    DenialReason(String slug) {
        this.slug = slug;
    }

    /** The stable kebab-case name that bodies, logs and metrics carry. */
    public String slug() {
        return slug;
    }
}
