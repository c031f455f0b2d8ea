package io.sallyport.e2e;

import io.sallyport.authority.MintedIdentities;
import io.sallyport.authority.TestAuthority;
import io.sallyport.exchange.TlsIdentities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What it takes to intercept {@code bank.example}.
 *
 * @param authority vouches for servers
 * @param bank the server's certificate
 * @param operator whom clients trust instead
 * @param identities what the operator vouches for
 * @param trusting the client's
 */
record Intercepting(
        TlsAuthority authority,
        TlsAuthority.Issued bank,
        TestAuthority operator,
        TlsIdentities identities,
        SSLContext trusting) {

    /** As {@code run} offers them. */
    static final List<String> PROTOCOLS = List.of("h2", "http/1.1");

    static Intercepting in(Path folder) throws Exception {
        TlsAuthority authority = TlsAuthority.create(folder, "authority");
        TestAuthority operator = TestAuthority.in(folder, "operator", "bank.example");
        return new Intercepting(
                authority,
                authority.issue("dns:bank.example"),
                operator,
                MintedIdentities.open(operator.files(), PROTOCOLS),
                trust(operator));
    }

    static SSLContext trust(TestAuthority trusted) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(trusted), null);
        return context;
    }

    static TrustManager[] managers(TestAuthority trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("operator", trusted.made().certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** The bank, played by scripts over TLS. */
    ScriptedUpstream upstream(Script... scripts) throws IOException {
        return ScriptedUpstream.startTls(bank.identity(), scripts);
    }

    RunningGateway gateway(ScriptedUpstream upstream) {
        return RunningGateway.intercepting(identities, yaml(upstream, ""));
    }

    /** The client's TLS, shaken hands, with the protocols it offers. */
    SSLSocket secured(Socket socket, String serverName, String... protocols) throws IOException {
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        SSLSocket tls = (SSLSocket) trusting.getSocketFactory().createSocket(socket, serverName, 443, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(protocols);
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** A socket to the gateway after a CONNECT to {@code bank.example:443}. */
    static Socket tunnelled(RunningGateway gateway) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write("CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example:443\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        String head = new WireReader(socket.getInputStream()).head();
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new AssertionError(head);
        }
        return socket;
    }

    /** @param settings more of the DestinationRule's {@code tls} */
    String yaml(ScriptedUpstream upstream, String settings) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank, annotations: {sallyport.io/https: intercept}}
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  ports: [{number: 443, name: https, protocol: HTTPS, targetPort: %d}]
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: open}
                spec:
                  hosts: [open.example]
                  resolution: DNS
                  ports: [{number: 80, name: http, protocol: HTTP}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                  - match: [{uri: {prefix: /admin}}]
                    directResponse: {status: 403}
                  - timeout: 300ms
                    retries: {attempts: 1, retryOn: "reset"}
                    route: [{destination: {host: bank.example}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank}
                spec:
                  host: bank.example
                  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: %s%s}}
                """.formatted(upstream.port(), authority.certificatePem(), settings);
    }
}
