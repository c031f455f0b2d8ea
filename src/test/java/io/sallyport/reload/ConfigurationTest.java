package io.sallyport.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.compile.CompileOptions;
import io.sallyport.istio.Problem;
import io.sallyport.istio.SourceText;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.source.ConfigSource;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

    private static final String BANK = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: bank}
            spec:
              hosts: [bank.example]
              ports: [{number: 80, name: http, protocol: HTTP}]
              resolution: DNS
            """;

    private final ScriptedSource source = new ScriptedSource();
    private final List<ReloadReport> reports = new ArrayList<>();
    private final Configuration configuration = new Configuration(
            source,
            new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "default", Set.of()),
            Clock.fixed(NOW, ZoneOffset.UTC),
            reports::add);

    @Test
    void theFirstGoodConfigurationIsGenerationOne() {
        source.text = BANK;

        ReloadReport report = configuration.reload("start");

        assertThat(report.accepted()).isTrue();
        assertThat(report.at()).isEqualTo(NOW);
        assertThat(configuration.current().generation()).isEqualTo(1);
        assertThat(configuration.current().snapshot().hosts().find("bank.example"))
                .isNotNull();
    }

    @Test
    void aGoodConfigurationReplacesTheOldOneWhole() {
        source.text = BANK;
        configuration.reload("start");
        source.text = BANK.replace("bank.example", "other.example");

        configuration.reload("changed");

        assertThat(configuration.current().generation()).isEqualTo(2);
        assertThat(configuration.current().snapshot().hosts().find("bank.example"))
                .isNull();
        assertThat(configuration.current().snapshot().hosts().find("other.example"))
                .isNotNull();
    }

    @Test
    void whatIsInForceAlreadyStaysTheSameSnapshot() {
        source.text = BANK;
        configuration.reload("start");
        var inForce = configuration.current();

        ReloadReport report = configuration.reload("SIGHUP");

        assertThat(report.accepted()).isTrue();
        assertThat(report.trigger()).isEqualTo("SIGHUP");
        assertThat(report.generation()).isEqualTo(1);
        assertThat(report.resources()).isEqualTo(1);
        assertThat(configuration.current()).isSameAs(inForce);
    }

    @Test
    void afterAnErrorTheConfigurationInForceIsCompiledAgainAndAccepted() {
        source.text = BANK;
        configuration.reload("start");
        source.text = BANK.replace("ports", "portz");
        configuration.reload("broken");
        source.text = BANK;

        ReloadReport report = configuration.reload("mended");

        assertThat(report.accepted()).isTrue();
        assertThat(report.problems()).isEmpty();
        assertThat(report.generation()).isEqualTo(2);
    }

    @Test
    void whatWasLoadedWithAWarningIsLookedAtAgain() {
        source.text = BANK + """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: tls}
                spec:
                  host: bank.example
                  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: /does/not/exist.pem}}
                """;
        assertThat(configuration.reload("start").problems()).isNotEmpty();

        ReloadReport report = configuration.reload("SIGHUP");

        assertThat(report.problems()).isNotEmpty();
        assertThat(report.generation()).isEqualTo(2);
    }

    @Test
    void aBadConfigurationIsRefusedWholeAndTheLastGoodOneStays() {
        source.text = BANK;
        configuration.reload("start");
        source.text = BANK.replace("bank.example", "other.example") + "---\n" + BANK.replace("ports", "portz");

        ReloadReport report = configuration.reload("changed");

        assertThat(report.accepted()).isFalse();
        assertThat(report.generation()).isEqualTo(1);
        assertThat(report.problems()).extracting(Problem::code).contains("unknown-field");
        assertThat(configuration.current().snapshot().hosts().find("other.example"))
                .isNull();
        assertThat(configuration.current().snapshot().hosts().find("bank.example"))
                .isNotNull();
    }

    @Test
    void aSourceThatCannotBeReadIsAProblemAndTheLastGoodOneStays() {
        source.text = BANK;
        configuration.reload("start");
        source.failure = new IOException("/egress: permission denied");

        ReloadReport report = configuration.reload("changed");

        assertThat(report.accepted()).isFalse();
        assertThat(report.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).contains("/egress: permission denied"));
        assertThat(configuration.current().generation()).isEqualTo(1);
    }

    @Test
    void everyAttemptIsReportedAndTheLatestIsKept() {
        source.text = "nonsense: [";
        configuration.reload("start");
        source.text = BANK;
        ReloadReport good = configuration.reload("SIGHUP");

        assertThat(reports).extracting(ReloadReport::trigger).containsExactly("start", "SIGHUP");
        assertThat(reports).extracting(ReloadReport::accepted).containsExactly(false, true);
        assertThat(configuration.latest()).isEqualTo(good);
    }

    @Test
    void beforeTheFirstGoodConfigurationThereIsNone() {
        assertThatThrownBy(configuration::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no configuration was accepted yet");
    }

    private static final class ScriptedSource implements ConfigSource {

        private String text = "";
        private @org.jspecify.annotations.Nullable IOException failure;

        @Override
        public List<SourceText> read() throws IOException {
            if (failure != null) {
                throw failure;
            }
            return List.of(new SourceText("egress.yaml", text));
        }

        @Override
        public Multi<String> changes() {
            return Multi.createFrom().nothing();
        }
    }
}
