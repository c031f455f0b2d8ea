package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.Problem;
import io.sallyport.istio.Where;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.UpstreamTls;
import io.sallyport.policy.VirtualHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @TempDir
    Path folder;

    private static Compilation compile(String tls, @Nullable Path credentials) {
        return Yaml.compile(
                """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  ports: [{number: 80, name: http, protocol: HTTP, targetPort: 443}]
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank}
                spec:
                  host: bank.example
                  trafficPolicy: {tls: %s}
                """.formatted(tls),
                new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "default", Set.of(), "", credentials));
    }

    /** The TLS of the host's cluster; null where it is refused. */
    private static @Nullable UpstreamTls tls(Compilation compilation) {
        VirtualHost host =
                Objects.requireNonNull(compilation.snapshot()).hosts().exact("bank.example");
        PortPolicy port = Objects.requireNonNull(host).ports().get(80);
        return port == null || port.cluster() == null
                ? null
                : port.cluster().settings().tls();
    }

    private static List<String> refusals(Compilation compilation) {
        return compilation.problems().stream()
                .filter(problem -> problem.code().equals("not-enforced"))
                .map(Problem::message)
                .toList();
    }

    private String file(String credential, String name) throws IOException {
        Path path = folder.resolve(credential).resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "not looked into here").toString();
    }

    @Test
    void the_keys_of_a_tls_secret_become_files() throws IOException {
        String certificate = file("bank", "tls.crt");
        String key = file("bank", "tls.key");
        String authorities = file("bank", "ca.crt");
        String revocations = file("bank", "ca.crl");

        Compilation compilation = compile("{mode: MUTUAL, credentialName: bank, sni: a.example}", folder);

        assertThat(tls(compilation))
                .isEqualTo(new UpstreamTls("a.example", List.of(), authorities, revocations, certificate, key, true));
        assertThat(refusals(compilation)).isEmpty();
        assertThat(compilation.problems()).extracting(Problem::code).doesNotContain("no-ca-certificates");
    }

    @Test
    void the_keys_of_a_generic_secret_and_authorities_of_their_own_do_too() throws IOException {
        String certificate = file("bank", "cert");
        String key = file("bank", "key");
        file("bank", "cacert");
        String authorities = file("bank-cacert", "cacert");

        assertThat(tls(compile("{mode: MUTUAL, credentialName: bank}", folder)))
                .isEqualTo(new UpstreamTls(null, List.of(), authorities, null, certificate, key, true));
    }

    @Test
    void simple_takes_the_authorities_alone() throws IOException {
        file("bank", "tls.crt");
        file("bank", "tls.key");
        String authorities = file("bank", "ca.crt");

        assertThat(tls(compile("{mode: SIMPLE, credentialName: bank}", folder)))
                .isEqualTo(new UpstreamTls(null, List.of(), authorities, null, null, null, true));
    }

    @Test
    void the_folder_counts_before_other_stores_and_as_a_whole() throws IOException {
        CredentialStore secrets = new CredentialStore() {
            @Override
            public @Nullable String path(String credential, String key) {
                return credential.equals("other") || key.equals("ca.crt") ? IN_MEMORY + credential + "/" + key : null;
            }

            @Override
            public String place(String credential) {
                return "Secret mesh/" + credential;
            }
        };
        String authorities = file("bank", "cacert");
        List<CredentialStore> stores = List.of(new CredentialFolder(folder), secrets);

        Credentials both = new Credentials(stores);

        assertThat(caCertificates(both, "bank")).isEqualTo("secret:bank-cacert/ca.crt");
        assertThat(caCertificates(new Credentials(List.of(new CredentialFolder(folder))), "bank"))
                .isEqualTo(authorities);
        assertThat(caCertificates(both, "none")).isEqualTo("secret:none-cacert/ca.crt");
        ClientTlsSettings mutual = settings(ClientTlsSettings.Mode.MUTUAL, "bank");
        assertThat(both.missing(mutual))
                .isEqualTo(
                        folder.resolve("bank") + " or Secret mesh/bank has no tls.crt and tls.key, nor cert and key");
        assertThat(Objects.requireNonNull(both.resolve(settings(ClientTlsSettings.Mode.MUTUAL, "other")))
                        .privateKey())
                .isEqualTo("secret:other/tls.key");
    }

    private static @Nullable String caCertificates(Credentials credentials, String name) {
        return Objects.requireNonNull(credentials.resolve(settings(ClientTlsSettings.Mode.SIMPLE, name)))
                .caCertificates();
    }

    private static ClientTlsSettings settings(ClientTlsSettings.Mode mode, String name) {
        return new ClientTlsSettings(Where.of("a.yaml"), mode, null, null, null, name, List.of(), null, null, null);
    }

    @Test
    void without_a_folder_the_host_is_refused_and_the_setting_named() {
        Compilation compilation = compile("{mode: SIMPLE, credentialName: bank}", null);

        assertThat(tls(compilation)).isNull();
        assertThat(refusals(compilation))
                .containsExactly("is not to be had: no folder of credentials is set (--credentials,"
                        + " SALLYPORT_CREDENTIALS), nor are Secrets read (--kubernetes); so connections to the"
                        + " host are refused");
    }

    @Test
    void missing_files_refuse_the_host_and_are_named() throws IOException {
        file("bank", "tls.crt");

        Compilation simple = compile("{mode: SIMPLE, credentialName: bank}", folder);
        Compilation mutual = compile("{mode: MUTUAL, credentialName: bank}", folder);

        assertThat(tls(simple)).isNull();
        assertThat(refusals(simple)).singleElement().asString().contains(folder.resolve("bank") + " has no ca.crt");
        assertThat(tls(mutual)).isNull();
        assertThat(refusals(mutual)).singleElement().asString().contains("has no tls.crt and tls.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../bank", "bank/../../bank", "/etc", "..", "kubernetes://bank", "Bank"})
    void no_name_leads_out_of_the_folder(String name) throws IOException {
        file("bank", "ca.crt");

        Compilation compilation = compile("{mode: SIMPLE, credentialName: \"" + name + "\"}", folder.resolve("bank"));

        assertThat(tls(compilation)).isNull();
        assertThat(refusals(compilation)).singleElement().asString().contains("it is not the name of a Secret");
    }
}
