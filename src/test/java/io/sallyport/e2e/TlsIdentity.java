package io.sallyport.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that signed itself, and its key, made for one test with the JDK's keytool.
 *
 * @param context for a server that shows it and a client that trusts it and nobody else
 * @param certificatePem a file with the certificate, as a {@code caCertificates} setting wants it
 */
public record TlsIdentity(SSLContext context, Path certificatePem) {

    static final String PASSWORD = "only-for-tests";
    private static final String ALIAS = "upstream";

    /**
     * Makes one. It takes a start of keytool, so one for all tests of a class is enough.
     *
     * @param directory empty; the files go there
     * @param names what it stands for: DNS names, or addresses as {@code ip:127.0.0.1}
     */
    public static TlsIdentity create(Path directory, String... names) {
        Path store = directory.resolve(names[0].replace(':', '-') + ".p12");
        try {
            generate(store, names);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            return new TlsIdentity(context(keys), writePem(keys, store));
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("no certificate for " + Arrays.toString(names), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static void generate(Path store, String... names) throws IOException, InterruptedException {
        String alternatives = Arrays.stream(names)
                .map(name -> name.startsWith("ip:") ? name : "dns:" + name)
                .collect(Collectors.joining(",", "san=", ""));
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + ALIAS,
                        "-ext",
                        alternatives,
                        "-ext",
                        "bc:c=ca:true",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Path writePem(KeyStore keys, Path store) throws GeneralSecurityException, IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate(ALIAS).getEncoded());
        Path file = store.resolveSibling(store.getFileName() + ".pem");
        return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }
}
