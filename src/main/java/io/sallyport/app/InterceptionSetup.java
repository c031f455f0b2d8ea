package io.sallyport.app;

import io.netty.handler.ssl.ApplicationProtocolNames;
import io.sallyport.authority.AuthorityFiles;
import io.sallyport.authority.MintedIdentities;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.pem.PemException;
import io.sallyport.policy.InterceptedHosts;
import io.sallyport.policy.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The authority to intercept with, as the settings name it; and a warning where it is needed and missing. */
final class InterceptionSetup {

    /** What requests inside may be spoken in, by their ALPN names, the one we like best first. */
    static final List<String> PROTOCOLS = List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);

    private final TlsIdentities identities;
    private final boolean possible;
    private List<String> warnedOf = List.of();

    private InterceptionSetup(TlsIdentities identities, boolean possible) {
        this.identities = identities;
        this.possible = possible;
    }

    /**
     * Reads the authority's files, if there are to be any; blocks.
     *
     * @throws PemException when one is missing or will not do; the reason has setting and path
     */
    static InterceptionSetup of(@Nullable String certificate, @Nullable String key) throws PemException {
        if (certificate == null && key == null) {
            return new InterceptionSetup(TlsIdentities.NONE, false);
        }
        if (certificate == null) {
            throw new PemException("--ca-certificate: missing beside --ca-key");
        }
        if (key == null) {
            throw new PemException("--ca-key: missing beside --ca-certificate");
        }
        return new InterceptionSetup(MintedIdentities.open(new AuthorityFiles(certificate, key), PROTOCOLS), true);
    }

    TlsIdentities identities() {
        return identities;
    }

    /** What to warn of: hosts that are to be intercepted and cannot be. Empty for none, and for the same ones again. */
    synchronized String warning(Snapshot snapshot) {
        List<String> hosts = possible ? List.of() : InterceptedHosts.of(snapshot);
        boolean news = !hosts.isEmpty() && !hosts.equals(warnedOf);
        warnedOf = hosts;
        if (!news) {
            return "";
        }
        String named = hosts.size() == 1 ? hosts.getFirst() : hosts.getFirst() + " and " + (hosts.size() - 1) + " more";
        return "HTTPS to " + named
                + " is to be intercepted, but there is no certificate authority, so CONNECT is refused"
                + " (settings: --ca-certificate and --ca-key; `sallyport ca init` makes one)";
    }
}
