package io.sallyport.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the first bytes of a connection came to. */
public sealed interface Greeting {

    /** So far they could begin a ClientHello, which is not whole yet. */
    record Partial() implements Greeting {}

    /** They do not begin a TLS connection. */
    record NotTls() implements Greeting {}

    /**
     * They begin as TLS does, and go on as it must not.
     *
     * @param reason for people, without what the client sent
     */
    record Malformed(String reason) implements Greeting {}

    /**
     * A whole ClientHello (RFC 8446 section 4.1.2), or the older ones of the same shape.
     *
     * @param serverName the host name asked for (RFC 6066 section 3): lower case, without the one dot it may end with;
     *     null where the client named none
     * @param applicationProtocols what may be spoken inside, the best first (RFC 7301), one character a byte; empty
     *     where the client said nothing
     * @param encrypted whether it carries another, encrypted ClientHello, whose name may be another (RFC 9849); clients
     *     also send such an extension filled with noise
     */
    record ClientHello(@Nullable String serverName, List<String> applicationProtocols, boolean encrypted)
            implements Greeting {

        public ClientHello {
            applicationProtocols = List.copyOf(applicationProtocols);
        }
    }
}
