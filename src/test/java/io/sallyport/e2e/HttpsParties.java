package io.sallyport.e2e;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.sallyport.authority.MintedIdentities;
import io.sallyport.authority.TestAuthority;
import io.sallyport.exchange.TlsIdentities;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Who vouches for whom in the tests of HTTPS.
 *
 * @param authority the origin's
 * @param origin issued by it, for the host
 * @param expired the same, until yesterday
 * @param operator whose certificates clients of an interception see
 * @param identities minted by the operator
 */
record HttpsParties(
        String host,
        TlsAuthority authority,
        TlsAuthority.Issued origin,
        TlsAuthority.Issued expired,
        TestAuthority operator,
        TlsIdentities identities) {

    static HttpsParties in(Path folder, String host) throws Exception {
        TlsAuthority authority = TlsAuthority.create(folder, "authority");
        TestAuthority operator = TestAuthority.in(folder, "operator", host);
        return new HttpsParties(
                host,
                authority,
                authority.issue("dns:" + host),
                authority.issueExpired("dns:" + host),
                operator,
                MintedIdentities.open(operator.files(), List.of("http/1.1")));
    }

    /** A client's trust in exactly whom it should see in this way. */
    SSLContext trust(HttpsWay way) throws Exception {
        if (way != HttpsWay.INTERCEPT) {
            return origin.context();
        }
        return Intercepting.trust(operator);
    }

    /** The trust of a client that looks at no certificate, and shows those of its own. */
    static SSLContext blindTrust(KeyManager @Nullable [] shown) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return context;
    }

    /** A connection in this way, by a client that trusts whom it should see. */
    RawClient open(HttpsWay way, RunningGateway gateway) throws Exception {
        return way.open(gateway, host, trust(way));
    }
}
