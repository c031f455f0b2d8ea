package io.sallyport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.SourceText;
import io.sallyport.source.ConfigSource;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSourceTest {

    private final FakeCluster cluster = new FakeCluster("v1");
    private final Rules rules = new Rules();
    private final SecretSource source = new SecretSource(rules, cluster.client, "mesh", Duration.ofSeconds(10));

    @AfterEach
    void close() {
        source.close();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}",
                "trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: MUTUAL, credentialName: bank}}]}",
                "subsets: [{name: a, trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}}]",
                "exportTo: [mesh], trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}",
            })
    void aSecretThatARuleNamesIsReadWhereverItNamesIt(String spec) throws IOException {
        cluster.secret(secret("mesh", "bank", "tls.crt", "the certificate"));
        rules.text = rule(spec);

        source.read();

        assertThat(source.path("bank", "tls.crt")).isEqualTo("secret:mesh/bank/tls.crt");
        assertThat(text("secret:mesh/bank/tls.crt")).isEqualTo("the certificate");
        assertThat(source.path("bank", "tls.key")).isNull();
        assertThat(source.content("secret:mesh/bank/tls.key")).isNull();
    }

    @Test
    void noOtherSecretIsReadAndNoneOfAnotherNamespace() throws IOException {
        cluster.secret(secret("mesh", "other", "tls.crt", "not asked for"));
        cluster.secret(secret("shop", "bank", "tls.crt", "of the rule's namespace"));
        rules.text = rule("trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}");

        source.read();

        assertThat(source.path("bank", "tls.crt")).isNull();
        assertThat(source.path("other", "tls.crt")).isNull();
        assertThat(source.content("secret:shop/bank/tls.crt")).isNull();
        assertThat(source.content("secret:mesh/other/tls.crt")).isNull();
    }

    @Test
    void aRuleThatOnlyOthersSeeNamesNothing() throws IOException {
        cluster.secret(secret("mesh", "bank", "tls.crt", "the certificate"));
        rules.text = rule("exportTo: ['.'], trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}");

        source.read();

        assertThat(source.path("bank", "tls.crt")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../mesh/bank", "Bank", "kubernetes://bank", "a/b", ""})
    void whatIsNoSecretsNameIsNotAskedFor(String name) throws IOException {
        rules.text = rule("trafficPolicy: {tls: {mode: MUTUAL, credentialName: '" + name + "'}}");

        assertThat(source.read()).hasSize(1);
        assertThat(source.path(name, "tls.crt")).isNull();
    }

    @Test
    void whatASecretHasIsInNoText() throws IOException {
        cluster.secret(secret("mesh", "bank", "tls.key", "the key"));
        rules.text = rule("trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}");

        List<SourceText> texts = source.read();

        assertThat(texts)
                .extracting(SourceText::name)
                .containsExactly("kubernetes:shop/DestinationRule/bank", "kubernetes:mesh/Secret/bank");
        assertThat(texts.toString())
                .contains("tls.key")
                .doesNotContain("the key")
                .doesNotContain(encoded("the key"));
    }

    @Test
    void aChangedSecretIsTakenUpAndADeletedOneIsGone() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        source.changes().subscribe().with(told::add);
        cluster.secret(secret("mesh", "bank", "cert", "old"));
        rules.text = rule("trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}");
        source.read();

        cluster.secret(secret("mesh", "bank", "cert", "new"));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("Secret mesh/bank changed");
        assertThat(text("secret:mesh/bank/cert")).isEqualTo("new");

        cluster.deleteSecret("mesh", "bank");
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("Secret mesh/bank changed");
        assertThat(source.path("bank", "cert")).isNull();
    }

    @Test
    void aSecretThatComesLaterIsAChange() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        source.changes().subscribe().with(told::add);
        rules.text = rule("trafficPolicy: {tls: {mode: SIMPLE, credentialName: bank}}");
        assertThat(source.read()).hasSize(1);

        cluster.secret(secret("mesh", "bank-cacert", "ca.crt", "authorities"));

        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("Secret mesh/bank-cacert changed");
        assertThat(source.path("bank-cacert", "ca.crt")).isEqualTo("secret:mesh/bank-cacert/ca.crt");
        assertThat(source.read()).hasSize(2);
    }

    @Test
    void aSecretThatNoRuleNamesAnyMoreIsLetGo() throws IOException {
        cluster.secret(secret("mesh", "bank", "cert", "old"));
        rules.text = rule("trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}");
        source.read();

        rules.text = rule("trafficPolicy: {tls: {mode: SIMPLE}}");
        source.read();

        assertThat(source.content("secret:mesh/bank/cert")).isNull();
    }

    @Test
    void keysThatTlsDoesNotAskForAreNotKept() throws IOException {
        cluster.secret(secret("mesh", "bank", "password", "of somebody"));
        rules.text = rule("trafficPolicy: {tls: {mode: MUTUAL, credentialName: bank}}");

        assertThat(source.read()).hasSize(1);
        assertThat(source.content("secret:mesh/bank/password")).isNull();
    }

    private String text(String path) {
        byte[] content = source.content(path);
        assertThat(content).as(path).isNotNull();
        return new String(content, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String secret(String namespace, String name, String key, String content) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: %s}
                data: {%s: %s}
                """.formatted(name, namespace, key, encoded(content));
    }

    private static String rule(String spec) {
        return """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank, namespace: shop}
                spec: {host: bank.example, %s}
                """.formatted(spec);
    }

    /** One text, which the test may change. */
    private static final class Rules implements ConfigSource {

        private String text = "";

        @Override
        public List<SourceText> read() {
            return List.of(new SourceText("kubernetes:shop/DestinationRule/bank", text, true));
        }

        @Override
        public Multi<String> changes() {
            return Multi.createFrom().nothing();
        }
    }
}
