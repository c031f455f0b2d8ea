package io.sallyport.authority;

import io.sallyport.pem.PemText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A certificate that others made, by the JDK's keytool, and its key: not all that operators have is ours. */
record KeytoolAuthority(Path certificate, Path key) {

    private static final String PASSWORD = "only-for-tests";

    /** @param kind RSA, Ed25519, or a curve */
    static KeytoolAuthority in(Path folder, String kind) throws Exception {
        return in(folder, kind, "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
    }

    static KeytoolAuthority in(Path folder, String kind, String... more) throws Exception {
        Path store = Files.createTempFile(folder, kind, ".p12");
        Files.delete(store);
        boolean curve = kind.startsWith("secp");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "key",
                "-dname",
                "CN=another",
                "-keyalg",
                curve ? "EC" : kind,
                "-startdate",
                "-1d",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        if (curve) {
            command.addAll(List.of("-groupname", kind));
        }
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new KeytoolAuthority(
                Files.writeString(
                        Path.of(store + ".crt"),
                        PemText.of("CERTIFICATE", keys.getCertificate("key").getEncoded())),
                Files.writeString(
                        Path.of(store + ".key"),
                        PemText.of(
                                "PRIVATE KEY",
                                keys.getKey("key", PASSWORD.toCharArray()).getEncoded())));
    }

    AuthorityFiles files() {
        return new AuthorityFiles(certificate.toString(), key.toString());
    }

    CertificateAuthority loaded() throws Exception {
        return CertificateAuthority.load(files(), Instant.now());
    }
}
