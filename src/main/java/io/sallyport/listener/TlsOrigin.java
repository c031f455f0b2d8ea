package io.sallyport.listener;

import io.sallyport.policy.RequestHead;

/**
 * For whom a client believes to speak TLS with us: the host and port of its CONNECT, or of its captured connection. Requests inside are for them and
 * nobody else, or a listed host would be a way to all others that share its server (domain fronting).
 *
 * @param host lower case, without brackets and trailing dot
 * @param port 1 to 65535
 */
record TlsOrigin(String host, int port) {

    /** Whether a request that came inside is for it. */
    boolean isOf(RequestHead head) {
        return head.scheme().equals("https") && head.host().equals(host) && head.port() == port;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
