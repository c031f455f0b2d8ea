package io.sallyport.clients;

import io.sallyport.authority.MintedIdentities;
import io.sallyport.authority.TestAuthority;
import io.sallyport.e2e.RunningGateway;
import io.sallyport.e2e.Script;
import io.sallyport.e2e.ScriptedUpstream;
import io.sallyport.e2e.TlsAuthority;
import io.sallyport.exchange.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A proxy with three hosts behind it: one of plain HTTP, one whose HTTPS is intercepted, one whose HTTPS is tunnelled;
 * and the files with which clients are told whom to trust.
 */
final class WebScene implements AutoCloseable {

    /** Of {@link #trustStore}. */
    static final String PASSWORD = "changeit";

    private final Path folder;
    private final List<Path> authorities;
    private final ScriptedUpstream plain;
    private final ScriptedUpstream secured;
    private final RunningGateway running;
    private final Path trust;
    private final Path trustStore;

    WebScene(Path folder) throws Exception {
        this.folder = folder;
        TestAuthority operator = TestAuthority.in(folder, "operator", "intercepted.example");
        TlsAuthority world = TlsAuthority.create(folder, "world");
        plain = ScriptedUpstream.start(Script.ok("plain rates"));
        secured = ScriptedUpstream.startTls(
                world.issue("dns:intercepted.example", "dns:tunnelled.example").identity(), Script.ok("secret rates"));
        running = RunningGateway.intercepting(
                MintedIdentities.open(operator.files(), List.of("http/1.1")), yaml(world.certificatePem()));
        authorities = List.of(operator.certificate(), world.certificatePem());
        trust = Files.writeString(
                folder.resolve("both.pem"),
                Files.readString(operator.certificate()) + Files.readString(world.certificatePem()));
        trustStore = store();
    }

    String proxy() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return running.port();
    }

    /** The operator's authority and the one that vouches for the servers, each as PEM. */
    List<Path> authorities() {
        return authorities;
    }

    /** Both in one file. */
    Path trust() {
        return trust;
    }

    /** The same as PKCS#12. */
    Path trustStore() {
        return trustStore;
    }

    Path folder() {
        return folder;
    }

    /** Starts afresh, whatever others called before. */
    void forgetCalls() {
        running.forgetEnded();
    }

    /** The next exchange that ended, of that host and method; waits up to ten seconds for each. */
    Exchange ended(String host, String method) throws InterruptedException {
        while (true) {
            Exchange exchange = running.ended();
            if (exchange.head().host().equals(host) && exchange.head().method().equals(method)) {
                return exchange;
            }
        }
    }

    @Override
    public void close() {
        running.close();
        plain.close();
        secured.close();
    }

    private List<X509Certificate> trusted() throws Exception {
        try (InputStream in = Files.newInputStream(trust)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private Path store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate certificate : trusted()) {
            store.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
        }
        Path file = folder.resolve("both.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        } catch (IOException failure) {
            throw new IllegalStateException("no trust store", failure);
        }
        return file;
    }

    private String yaml(Path authority) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: plain}
                spec:
                  hosts: [plain.example]
                  resolution: DNS
                  ports: [{number: 80, name: http, protocol: HTTP, targetPort: %1$d}]
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: intercepted, annotations: {sallyport.io/https: intercept}}
                spec:
                  hosts: [intercepted.example]
                  resolution: DNS
                  ports: [{number: 443, name: https, protocol: HTTPS, targetPort: %2$d}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: intercepted}
                spec:
                  host: intercepted.example
                  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: %3$s}}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: intercepted}
                spec:
                  hosts: [intercepted.example]
                  http:
                  - match: [{uri: {prefix: /admin}}]
                    directResponse: {status: 403, body: {string: not through this door}}
                  - route: [{destination: {host: intercepted.example}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: tunnelled}
                spec:
                  hosts: [tunnelled.example]
                  resolution: DNS
                  ports: [{number: 443, name: https, protocol: HTTPS, targetPort: %2$d}]
                """.formatted(plain.port(), secured.port(), authority);
    }
}
