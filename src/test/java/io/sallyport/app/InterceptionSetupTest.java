package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.DefaultEventLoop;
import io.netty.handler.ssl.SslContext;
import io.sallyport.authority.TestAuthority;
import io.sallyport.compile.CompileOptions;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.istio.SourceText;
import io.sallyport.pem.PemException;
import io.sallyport.policy.Snapshot;
import io.sallyport.reload.Configuration;
import io.sallyport.source.ConfigSource;
import io.smallrye.mutiny.Multi;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings of interception lead to at start, and when a missing authority is warned of. */
class InterceptionSetupTest {

    @TempDir
    static Path folder;

    @Test
    void aFileThatWillNotDoKeepsItFromStarting() {
        refuses("/nowhere.crt", "/nowhere.key", "--ca-certificate /nowhere.crt: no such file");
    }

    @Test
    void oneSettingWithoutTheOtherIsAMistake() {
        refuses("/some.crt", null, "--ca-key: missing beside --ca-certificate");
        refuses(null, "/some.key", "--ca-certificate: missing beside --ca-key");
    }

    @Test
    void aMissingAuthorityIsWarnedOfOnceForTheSameHosts() throws Exception {
        InterceptionSetup without = InterceptionSetup.of(null, null);

        assertThat(without.warning(intercepting("a.example, b.example")))
                .startsWith("HTTPS to a.example and 1 more is to be intercepted")
                .contains("--ca-certificate and --ca-key");
        assertThat(without.warning(intercepting("a.example, b.example"))).isEmpty();
        assertThat(without.warning(intercepting("b.example"))).startsWith("HTTPS to b.example is");
    }

    @Test
    void withAnAuthorityThereIsNothingToWarnOf() throws Exception {
        TestAuthority authority = TestAuthority.in(folder, "authority");
        InterceptionSetup with = InterceptionSetup.of(
                authority.certificate().toString(), authority.key().toString());

        assertThat(with.warning(intercepting("a.example"))).isEmpty();
    }

    @Test
    void bothVersionsOfHttpAreOfferedInside() throws Exception {
        TestAuthority authority = TestAuthority.in(folder, "offering");
        TlsIdentities identities = InterceptionSetup.of(
                        authority.certificate().toString(), authority.key().toString())
                .identities();
        CompletableFuture<SslContext> shown = new CompletableFuture<>();
        DefaultEventLoop loop = new DefaultEventLoop();
        identities.get("a.example", loop, new TlsIdentities.Receiver() {
            @Override
            public void ready(SslContext context) {
                shown.complete(context);
            }

            @Override
            public void unusable(String reason) {
                shown.completeExceptionally(new AssertionError(reason));
            }
        });

        assertThat(shown.get(10, TimeUnit.SECONDS)
                        .applicationProtocolNegotiator()
                        .protocols())
                .containsExactly("h2", "http/1.1");
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static void refuses(
            @org.jspecify.annotations.Nullable String certificate,
            @org.jspecify.annotations.Nullable String key,
            String why) {
        assertThatExceptionOfType(PemException.class)
                .isThrownBy(() -> InterceptionSetup.of(certificate, key))
                .withMessage(why);
    }

    private static Snapshot intercepting(String hosts) {
        String yaml = """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank, annotations: {sallyport.io/https: intercept}}
                spec:
                  hosts: [%s]
                  resolution: DNS
                  ports: [{number: 443, name: https, protocol: HTTPS}]
                """.formatted(hosts);
        ConfigSource source = new ConfigSource() {
            @Override
            public List<SourceText> read() {
                return List.of(new SourceText("test.yaml", yaml));
            }

            @Override
            public Multi<String> changes() {
                return Multi.createFrom().nothing();
            }
        };
        Configuration configuration = new Configuration(
                source, new CompileOptions(null, "default", Set.of()), Clock.systemUTC(), report -> {});
        assertThat(configuration.reload("test").accepted()).isTrue();
        return configuration.current().snapshot();
    }
}
