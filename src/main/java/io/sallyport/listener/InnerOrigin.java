package io.sallyport.listener;

import io.sallyport.policy.RequestHead;

/**
 * Whom a client believes to speak with through us: the host and port of its CONNECT, or of its captured connection.
 * Requests inside are for them and nobody else, or a listed host would be a way to all others that share its server
 * (domain fronting).
 *
 * @param scheme {@code https} where the client speaks TLS with us as with that host, {@code http} where it does not
 * @param host lower case, without brackets and trailing dot
 * @param port 1 to 65535
 */
record InnerOrigin(String scheme, String host, int port) {

    /** Of a client that speaks TLS. */
    InnerOrigin(String host, int port) {
        this("https", host, port);
    }

    /** Whether a request that came inside is for it. */
    boolean isOf(RequestHead head) {
        return head.scheme().equals(scheme) && head.host().equals(host) && head.port() == port;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
