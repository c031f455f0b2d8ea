package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sallyport ca init} and {@code ca export}: what is written, and what is not. */
class CaCommandTest {

    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void initWritesACertificateForAllAndAKeyForItsOwnerAlone() throws Exception {
        Path made = folder.resolve("new/ca");

        assertThat(run("init", "--out", made.toString(), "--permit", "bank.example", "--days", "7", "--name", "Team A"))
                .as(errors.toString())
                .isEqualTo(ExitCode.OK);

        X509Certificate certificate = certificate(made.resolve("ca.crt"));
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=Team A");
        assertThat(certificate.getBasicConstraints()).isZero();
        assertThat(certificate.getCriticalExtensionOIDs()).contains(NAME_CONSTRAINTS);
        assertThat(certificate.getNotAfter()).isCloseTo(Date.from(Instant.now().plus(Duration.ofDays(7))), 60_000);
        assertThat(made.resolve("ca.key")).content().startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.resolve("ca.key"))))
                .isEqualTo("rw-------");
        assertThat(out.toString()).contains("may vouch for: bank.example").contains("--ca-certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.crt", "ca.key"})
    void initWritesOverNothingAndNamesTheFile(String there) throws Exception {
        Path file = Files.writeString(folder.resolve(there), "precious");

        assertThat(run("init", "--out", folder.toString())).isEqualTo(ExitCode.REFUSED);

        assertThat(errors.toString()).isEqualTo(file + ": there already, and left as it is\n");
        assertThat(file).hasContent("precious");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void withoutHostsTheAuthorityIsNotLimitedAndInitSaysSo() throws Exception {
        run("init", "--out", folder.toString());

        assertThat(certificate(folder.resolve("ca.crt")).getCriticalExtensionOIDs())
                .doesNotContain(NAME_CONSTRAINTS);
        assertThat(out.toString()).contains("may vouch for: every host");
    }

    @Test
    void theHostsOfAConfigurationAreThoseItIntercepts() throws Exception {
        Path config = config("intercept");

        assertThat(run("init", "--out", folder.toString(), "--from-config", config.toString()))
                .as(errors.toString())
                .isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("may vouch for: *.bank.example, rates.example\n");
        assertThat(certificate(folder.resolve("ca.crt")).getCriticalExtensionOIDs())
                .contains(NAME_CONSTRAINTS);
    }

    @Test
    void aConfigurationThatInterceptsNothingMakesNoAuthority() throws Exception {
        Path config = config("tunnel");

        assertThat(run("init", "--out", folder.toString(), "--from-config", config.toString()))
                .isEqualTo(ExitCode.REFUSED);

        assertThat(errors.toString()).contains("no ServiceEntry says sallyport.io/https: intercept");
        assertThat(folder.resolve("ca.key")).doesNotExist();
    }

    @Test
    void aConfigurationThatWouldBeRefusedMakesNoAuthority() throws Exception {
        Path config = Files.writeString(folder.resolve("broken.yaml"), "kind: ServiceEntry\n");

        assertThat(run("init", "--out", folder.toString(), "--from-config", config.toString()))
                .isEqualTo(ExitCode.CONFIGURATION);

        assertThat(errors.toString()).contains("broken.yaml:1");
    }

    @ParameterizedTest
    @CsvSource({"--days,0", "--days,4000", "--permit,*", "--permit,https://bank.example", "--name,''"})
    void whatCannotBeIsAMistakeOfUsage(String option, String value) {
        assertThat(run("init", "--out", folder.toString(), option, value)).isEqualTo(ExitCode.USAGE);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aloneItAsksForMore() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);

        assertThat(errors.toString()).contains("init or export?");
    }

    @Test
    void exportPrintsTheCertificate() throws Exception {
        Path made = made();

        assertThat(run("export", "--ca-certificate", made.toString())).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).isEqualTo(Files.readString(made));
    }

    @ParameterizedTest
    @CsvSource({"jks,JKS", "p12,PKCS12"})
    void exportWritesATrustStoreForJava(String format, String type) throws Exception {
        Path store = folder.resolve("trust");

        assertThat(run("export", "--ca-certificate", made().toString(), "--format", format, "-o", store.toString()))
                .isEqualTo(ExitCode.OK);

        KeyStore read = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(store)) {
            read.load(in, "changeit".toCharArray());
        }
        assertThat(read.isCertificateEntry("sallyport")).isTrue();
        assertThat(read.size()).isOne();
        assertThat(read.getCertificate("sallyport")).isEqualTo(certificate(folder.resolve("ca.crt")));
    }

    @Test
    void exportWritesBareBytes() throws Exception {
        Path der = folder.resolve("ca.der");

        run("export", "--ca-certificate", made().toString(), "--format", "der", "-o", der.toString());

        assertThat(Files.readAllBytes(der))
                .isEqualTo(certificate(folder.resolve("ca.crt")).getEncoded());
    }

    @Test
    void exportSaysWhatIsWrong() {
        assertThat(run("export", "--ca-certificate", "/nowhere.crt")).isEqualTo(ExitCode.REFUSED);
        assertThat(errors.toString()).isEqualTo("--ca-certificate /nowhere.crt: no such file\n");

        assertThat(run("export", "--format", "p12")).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("--format p12 needs -o FILE");
    }

    private Path made() {
        run("init", "--out", folder.toString());
        out.getBuffer().setLength(0);
        return folder.resolve("ca.crt");
    }

    private Path config(String handling) throws Exception {
        return Files.writeString(folder.resolve("egress.yaml"), """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank, annotations: {sallyport.io/https: %s}}
                spec:
                  hosts: ["*.bank.example", rates.example]
                  ports: [{number: 443, name: https, protocol: HTTPS}]
                ---
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: open}
                spec:
                  hosts: [open.example]
                  resolution: DNS
                  ports: [{number: 443, name: https, protocol: HTTPS}]
                """.formatted(handling));
    }

    private int run(String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "ca";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return SallyportCommand.commands(role -> ExitCode.OK)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(words);
    }

    private static X509Certificate certificate(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
