package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.sallyport.pem.KeyMatch;
import io.sallyport.pem.PemException;
import io.sallyport.pem.PemFiles;
import io.sallyport.policy.UpstreamTls;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CRL;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** One set of TLS settings, its files read: makes the handlers that speak TLS as they say. Sessions are resumed. */
final class TlsClient {

    /** A name to send as it is. The JDK's own class for them refuses those with an underscore, which exist. */
    private static final class ServerName extends SNIServerName {
        ServerName(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final SslContext context;

    private TlsClient(SslContext context) {
        this.context = context;
    }

    /**
     * Reads the files; blocks.
     *
     * @throws TlsSetupException when they do not do
     */
    static TlsClient load(UpstreamTls settings, PemFiles files) throws TlsSetupException {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .trustManager(trust(settings, files));
            if (settings.clientCertificate() != null && settings.privateKey() != null) {
                present(settings.clientCertificate(), settings.privateKey(), files, builder);
            }
            return new TlsClient(builder.build());
        } catch (PemException e) {
            throw new TlsSetupException(e.reason(), e);
        } catch (GeneralSecurityException | SSLException e) {
            throw new TlsSetupException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** The files that the settings name, beside those of the system where it is meant. Blocks. */
    static List<String> files(UpstreamTls settings) {
        return Stream.of(authorities(settings), settings.caCrl(), settings.clientCertificate(), settings.privateKey())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static @Nullable String authorities(UpstreamTls settings) {
        if (!settings.verified()) {
            return null;
        }
        return SystemAuthorities.areMeant(settings.caCertificates())
                ? SystemAuthorities.file()
                : settings.caCertificates();
    }

    /** The handler that shakes hands with the peer once it is in the channel's pipeline, offering these protocols. */
    SslHandler handler(Channel channel, TlsPeer peer, List<String> protocols) {
        int port = channel.remoteAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
        SslHandler handler = context.newHandler(channel.alloc(), peer.name(), port);
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        String serverName = peer.serverName();
        parameters.setServerNames(serverName == null ? List.of() : List.of(new ServerName(serverName)));
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        return handler;
    }

    private static X509ExtendedTrustManager trust(UpstreamTls settings, PemFiles files)
            throws TlsSetupException, PemException, GeneralSecurityException {
        if (!settings.verified()) {
            return new TrustAnything();
        }
        String authorities = settings.caCertificates();
        List<X509Certificate> trusted = authorities == null || SystemAuthorities.areMeant(authorities)
                ? SystemAuthorities.read()
                : files.read("caCertificates", authorities).certificates();
        Set<TrustAnchor> anchors = trusted.stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        check(parameters, settings.caCrl(), files);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager chains) {
                return new CertificateCheck(chains, settings);
            }
        }
        throw new TlsSetupException("TLS cannot be set up: no PKIX trust manager");
    }

    /** With a list, every certificate of a chain needs its issuer's list, as in Envoy; nothing is ever downloaded. */
    private static void check(PKIXBuilderParameters parameters, @Nullable String caCrl, PemFiles files)
            throws PemException, GeneralSecurityException {
        parameters.setRevocationEnabled(caCrl != null);
        if (caCrl == null) {
            return;
        }
        List<CRL> lists = files.read("caCrl", caCrl).revocations();
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
        if (CertPathBuilder.getInstance("PKIX").getRevocationChecker() instanceof PKIXRevocationChecker checker) {
            checker.setOptions(
                    EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
            parameters.addCertPathChecker(checker);
        }
    }

    private static void present(String clientCertificate, String privateKey, PemFiles files, SslContextBuilder builder)
            throws PemException {
        List<X509Certificate> chain =
                files.read("clientCertificate", clientCertificate).certificates();
        String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
        PrivateKey key = files.read("privateKey", privateKey).privateKey(algorithm);
        if (!KeyMatch.belongTogether(key, chain.getFirst().getPublicKey())) {
            // While a certificate is being replaced, one of its two files is there before the other.
            throw new PemException(
                    "privateKey " + privateKey + ": does not belong to the clientCertificate " + clientCertificate);
        }
        builder.keyManager(key, chain);
    }
}
