package io.sallyport.policy;

/**
 * What the first bytes of a tunnel have to be. A server name in a ClientHello must be the host asked for, whatever else
 * is said here; otherwise the list of hosts could be walked around.
 *
 * @param tls whether they have to be a ClientHello; where not, other bytes go through unread
 * @param serverNameRequired whether a ClientHello without a readable server name is refused: one without the extension,
 *     or with an encrypted ClientHello whose outer name is another
 */
public record TunnelRules(boolean tls, boolean serverNameRequired) {

    /** Of ports whose protocol says nothing of TLS: a ClientHello is held to its name if it has one. */
    public static final TunnelRules ANY = new TunnelRules(false, false);
}
