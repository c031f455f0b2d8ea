package io.sallyport.upstream;

import io.sallyport.policy.UpstreamTls;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies the certificate an upstream shows: its chain first, then its name. Runs within the handshake, so that an
 * upstream that fails it never sees a byte of a request.
 */
final class CertificateCheck extends X509ExtendedTrustManager {

    /** The chain is good, and the certificate is for somebody else. */
    static final class WrongName extends CertificateException {
        private static final long serialVersionUID = 1L;

        WrongName(String message) {
            super(message);
        }
    }

    private final X509ExtendedTrustManager chains;
    private final UpstreamTls settings;

    /** @param chains verifies chains */
    CertificateCheck(X509ExtendedTrustManager chains, UpstreamTls settings) {
        this.chains = chains;
        this.settings = settings;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        chains.checkServerTrusted(chain, authType, engine);
        // The engine's peer is the peer's name: sessions are kept by it, so a resumed one was checked for it.
        List<String> expected = new TlsPeer(settings, engine.getPeerHost()).expectedNames();
        if (expected.isEmpty()) {
            return;
        }
        SubjectNames names = new SubjectNames(chain[0]);
        if (!names.matchesAny(expected)) {
            throw new WrongName("the certificate is for " + names + ", not for " + String.join(" or ", expected));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw onlyEngines();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }

    private static CertificateException onlyEngines() {
        return new CertificateException("only servers, over an SSLEngine, are verified");
    }
}
