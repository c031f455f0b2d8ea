package io.sallyport.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.pem.PemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that will not do are told with the setting and the path. */
class CertificateAuthorityTest {

    @TempDir
    static Path folder;

    static TestAuthority good;

    @BeforeAll
    static void make() {
        good = TestAuthority.in(folder, "good");
    }

    @Test
    void what_ca_init_makes_is_an_authority() throws Exception {
        assertThat(good.loaded().certificate()).isEqualTo(good.made().certificate());
    }

    @Test
    void a_missing_file_is_named() {
        String missing = folder.resolve("missing").toString();

        refuses(new AuthorityFiles(missing, good.key().toString()), "--ca-certificate " + missing + ": no such file");
        refuses(new AuthorityFiles(good.certificate().toString(), missing), "--ca-key " + missing + ": no such file");
    }

    @Test
    void a_broken_file_is_named() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

        refuses(
                new AuthorityFiles(broken.toString(), good.key().toString()),
                "--ca-certificate " + broken + ": not a PEM file of certificates");
        refuses(
                new AuthorityFiles(good.certificate().toString(), broken.toString()),
                "--ca-key " + broken + ": has no private key");
    }

    @Test
    void a_servers_certificate_is_no_authoritys() throws Exception {
        KeytoolAuthority server = KeytoolAuthority.in(folder, "secp256r1", "-ext", "san=dns:bank.example");

        refuses(server.files(), "not a certificate authority's (its basicConstraints do not say CA:TRUE)");
    }

    @Test
    void an_authority_that_may_not_sign_is_refused() throws Exception {
        KeytoolAuthority idle =
                KeytoolAuthority.in(folder, "secp256r1", "-ext", "bc:c=ca:true", "-ext", "ku:c=cRLSign");

        refuses(idle.files(), "may not sign certificates (its keyUsage has no keyCertSign)");
    }

    @Test
    void a_key_of_another_certificate_is_refused() {
        TestAuthority other = TestAuthority.in(folder, "other");

        refuses(
                new AuthorityFiles(good.certificate().toString(), other.key().toString()),
                "--ca-key " + other.key() + ": does not belong to the certificate " + good.certificate());
    }

    @Test
    void an_authority_out_of_its_time_is_refused() {
        Instant now = Instant.now();

        refuses(
                TestAuthority.in(folder, "old", now.minus(Duration.ofDays(3)), Duration.ofDays(1))
                        .files(),
                "expired at ");
        refuses(
                TestAuthority.in(folder, "young", now.plus(Duration.ofDays(3)), Duration.ofDays(1))
                        .files(),
                "not valid before ");
    }

    private static void refuses(AuthorityFiles files, String why) {
        assertThatExceptionOfType(PemException.class)
                .isThrownBy(() -> CertificateAuthority.load(files, Instant.now()))
                .withMessageContaining(why);
    }
}
