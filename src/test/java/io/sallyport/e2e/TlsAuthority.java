package io.sallyport.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority for the tests of one class, run by the JDK's keytool; its files are PEM. */
public final class TlsAuthority {

    /**
     * A certificate of the authority, and its key.
     *
     * @param context for a server that shows it and trusts clients of the same authority
     * @param certificatePem the certificate, then the authority's
     * @param keyPem the key as PKCS#8
     */
    public record Issued(SSLContext context, X509Certificate certificate, Path certificatePem, Path keyPem) {

        public TlsIdentity identity() {
            return new TlsIdentity(context, certificatePem);
        }
    }

    private static final String PASSWORD = "only-for-tests";
    private static final String ROOT = "root";

    private final Path directory;
    private final Path store;
    private final Path certificatePem;

    private TlsAuthority(Path directory, String name) throws Exception {
        this.directory = directory;
        this.store = directory.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                ROOT,
                "-dname",
                "CN=" + name,
                "-ext",
                "bc:c=ca:true",
                "-validity",
                "30",
                "-ext",
                "ku:c=keyCertSign,cRLSign",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1");
        this.certificatePem =
                pem(name + ".pem", "CERTIFICATE", load().getCertificate(ROOT).getEncoded());
    }

    /** Makes one; several authorities may share a directory under different names. */
    public static TlsAuthority create(Path directory, String name) {
        try {
            return new TlsAuthority(directory, name);
        } catch (Exception failure) {
            throw new IllegalStateException("no authority", failure);
        }
    }

    public Path certificatePem() {
        return certificatePem;
    }

    /** Issues one that is valid now, for names as keytool writes them: {@code dns:a.example}, {@code ip:127.0.0.1}. */
    public Issued issue(String... names) {
        return issue("-1d", "30", names);
    }

    /** Issues one that was valid until yesterday. */
    Issued issueExpired(String... names) {
        return issue("-10d", "9", names);
    }

    private Issued issue(String start, String days, String... names) {
        String alias = Arrays.stream(names)
                        .map(name -> name.replaceAll("[^a-z0-9.]", "-"))
                        .collect(Collectors.joining("-"))
                + days;
        try {
            keytool(
                    "-genkeypair",
                    "-alias",
                    alias,
                    "-signer",
                    ROOT,
                    "-dname",
                    "CN=issued",
                    "-ext",
                    "san=" + String.join(",", names),
                    "-startdate",
                    start,
                    "-validity",
                    days,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1");
            KeyStore keys = load();
            Certificate[] chain = keys.getCertificateChain(alias);
            StringBuilder certificates = new StringBuilder();
            for (Certificate certificate : chain) {
                certificates.append(block("CERTIFICATE", certificate.getEncoded()));
            }
            return new Issued(
                    context(keys, alias),
                    (X509Certificate) chain[0],
                    Files.writeString(directory.resolve(alias + ".pem"), certificates),
                    pem(
                            alias + ".key",
                            "PRIVATE KEY",
                            keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("no certificate for " + Arrays.toString(names), failure);
        }
    }

    /** A revocation list with these. */
    Path revoke(Issued... revoked) {
        List<String> command = new ArrayList<>(List.of("-gencrl", "-rfc", "-alias", ROOT));
        for (Issued one : revoked) {
            command.add("-id");
            command.add(one.certificate().getSerialNumber().toString());
        }
        Path file = directory.resolve("revoked" + revoked.length + ".pem");
        command.addAll(List.of("-file", file.toString()));
        try {
            keytool(command.toArray(String[]::new));
            return file;
        } catch (IOException failure) {
            throw new IllegalStateException("no revocation list", failure);
        }
    }

    private void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + output);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static SSLContext context(KeyStore all, String alias) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                alias,
                all.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain(alias));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ROOT, all.getCertificate(ROOT));
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(own, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private Path pem(String file, String label, byte[] der) throws IOException {
        return Files.writeString(directory.resolve(file), block(label, der));
    }

    private static String block(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
