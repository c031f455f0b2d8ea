package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.Problem;
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
