package io.sallyport.admin.traffic;

import io.sallyport.policy.RequestHead;
import io.sallyport.telemetry.UrlRedaction;

/**
 * What was asked for, without header fields. What comes out of it may be shown: the values of a query and the user before
 * a host's name are left out when it is read, not on the event loop.
 *
 * @param form whether it was a request or a tunnel
 * @param protocol the client's, such as {@code HTTP/1.1}
 * @param host lower case, without port
 * @param port 1 to 65535
 * @param authority host and port as written
 * @param path as sent, at most {@value #LONGEST} characters; empty for a tunnel
 */
public record Asked(
        RequestHead.Form form,
        String protocol,
        String method,
        String scheme,
        String host,
        int port,
        String authority,
        String path) {

    /** Characters of a text that are kept. */
    static final int LONGEST = 1000;

    static Asked of(RequestHead head, String protocol) {
        return new Asked(
                head.form(),
                protocol,
                shortened(head.method()),
                head.scheme(),
                shortened(head.host()),
                head.port(),
                shortened(head.authority()),
                shortened(head.path()));
    }

    @Override
    public String authority() {
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    @Override
    public String path() {
        return UrlRedaction.allValues(path);
    }

    /** Whether it was a tunnel. */
    public boolean isTunnel() {
        return form == RequestHead.Form.TUNNEL;
    }

    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    @Override
    public String toString() {
        return method() + " " + authority() + path();
    }
}
