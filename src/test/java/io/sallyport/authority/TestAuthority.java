package io.sallyport.authority;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An authority whose files lie in a folder, as {@code ca init} makes them. */
public record TestAuthority(NewAuthority made, Path certificate, Path key) {

    /** Makes one that is valid for 30 days. */
    public static TestAuthority in(Path folder, String name, String... permitted) {
        return in(folder, name, Instant.now(), Duration.ofDays(30), permitted);
    }

    static TestAuthority in(Path folder, String name, Instant from, Duration validity, String... permitted) {
        NewAuthority made = NewAuthority.create(name, validity, List.of(permitted), from);
        try {
            return new TestAuthority(
                    made,
                    Files.writeString(folder.resolve(name + ".crt"), made.certificatePem()),
                    Files.writeString(folder.resolve(name + ".key"), made.keyPem()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public AuthorityFiles files() {
        return new AuthorityFiles(certificate.toString(), key.toString());
    }

    CertificateAuthority loaded() throws Exception {
        return CertificateAuthority.load(files(), Instant.now());
    }

    /** Lays this one down where the other lies. */
    void replace(TestAuthority other) throws IOException {
        Files.move(
                Files.copy(certificate, other.certificate.resolveSibling("next")),
                other.certificate,
                StandardCopyOption.REPLACE_EXISTING);
        Files.move(Files.copy(key, other.key.resolveSibling("next")), other.key, StandardCopyOption.REPLACE_EXISTING);
    }
}
