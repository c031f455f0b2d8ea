package io.sallyport.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.pem.PemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When certificates are made anew, and when the authority's files are read again. */
class MintedIdentitiesTest {

    private static final List<String> HTTP1 = List.of("http/1.1");

    @TempDir
    Path folder;

    static EventLoop loop;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @BeforeAll
    static void start() {
        loop = new DefaultEventLoop();
    }

    @AfterAll
    static void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void a_host_keeps_its_certificate_until_a_third_of_its_time_is_left() throws Exception {
        MintedIdentities identities = open(TestAuthority.in(folder, "one"));
        SslContext first = get(identities, "bank.example");

        later(Duration.ofHours(15));
        assertThat(get(identities, "bank.example")).isSameAs(first);
        assertThat(get(identities, "shop.example")).isNotSameAs(first);
        later(Duration.ofHours(2));

        assertThat(get(identities, "bank.example")).isNotSameAs(first);
    }

    @Test
    void many_who_ask_at_once_get_the_same_one() throws Exception {
        Leaves leaves = leaves(1_000);

        CompletableFuture<Minted> one = leaves.get("bank.example");
        CompletableFuture<Minted> other = leaves.get("bank.example");

        assertThat(other).isSameAs(one);
        assertThat(one.get(10, TimeUnit.SECONDS).context()).isNotNull();
    }

    @Test
    void the_host_asked_for_longest_ago_is_forgotten() throws Exception {
        Leaves leaves = leaves(2);
        CompletableFuture<Minted> first = leaves.get("one.example");
        CompletableFuture<Minted> second = leaves.get("two.example");
        leaves.get("one.example");
        leaves.get("three.example");

        assertThat(leaves.size()).isEqualTo(2);
        assertThat(leaves.get("one.example")).isSameAs(first);
        assertThat(leaves.get("two.example")).isNotSameAs(second);
    }

    @Test
    void another_authority_laid_down_is_in_use_a_second_later() throws Exception {
        TestAuthority old = TestAuthority.in(folder, "old");
        MintedIdentities identities = open(old);
        SslContext first = get(identities, "bank.example");
        TestAuthority.in(folder, "new").replace(old);

        assertThat(get(identities, "bank.example")).as("looked at just now").isSameAs(first);
        later(Duration.ofSeconds(1));
        SslContext second = get(identities, "bank.example");
        later(Duration.ofSeconds(1));

        assertThat(second).isNotSameAs(first);
        assertThat(get(identities, "bank.example")).as("unchanged since").isSameAs(second);
    }

    @Test
    void files_that_will_not_do_leave_the_old_authority_in_use() throws Exception {
        TestAuthority old = TestAuthority.in(folder, "old");
        MintedIdentities identities = open(old);
        SslContext first = get(identities, "bank.example");
        Files.writeString(old.key(), "half a file");
        later(Duration.ofSeconds(1));

        assertThat(get(identities, "bank.example")).isSameAs(first);
    }

    @Test
    void without_good_files_there_is_no_beginning() {
        assertThatExceptionOfType(PemException.class)
                .isThrownBy(() -> MintedIdentities.open(new AuthorityFiles("/nowhere.crt", "/nowhere.key"), HTTP1))
                .withMessage("--ca-certificate /nowhere.crt: no such file");
    }

    @Test
    void a_host_that_the_authority_may_not_vouch_for_is_told() throws Exception {
        MintedIdentities identities = open(TestAuthority.in(folder, "limited", "bank.example"));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(identities, "shop.example"))
                .withMessageContaining("may not vouch for shop.example");
    }

    private MintedIdentities open(TestAuthority authority) throws PemException {
        return new MintedIdentities(authority.files(), HTTP1, now::get, nanos::get);
    }

    private Leaves leaves(int most) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        return new Leaves(TestAuthority.in(folder, "leaves").loaded(), keys, HTTP1, most, now::get);
    }

    private void later(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    private static SslContext get(MintedIdentities identities, String host) throws Exception {
        CompletableFuture<SslContext> told = new CompletableFuture<>();
        identities.get(host, loop, new TlsIdentities.Receiver() {
            @Override
            public void ready(SslContext context) {
                told.complete(context);
            }

            @Override
            public void unusable(String reason) {
                told.completeExceptionally(new IllegalStateException(reason));
            }
        });
        return told.get(10, TimeUnit.SECONDS);
    }
}
