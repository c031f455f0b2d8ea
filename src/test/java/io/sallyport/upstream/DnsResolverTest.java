package io.sallyport.upstream;

import static io.sallyport.upstream.FakeDnsServer.A;
import static io.sallyport.upstream.FakeDnsServer.AAAA;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsResolverTest {

    private static final Duration PATIENT = Duration.ofSeconds(6);
    private static final Duration HASTY = Duration.ofMillis(600);

    @TempDir
    private Path folder;

    private final TestLoop loop = TestLoop.started();
    private final FakeDnsServer server = new FakeDnsServer();
    private final AtomicLong nanos = new AtomicLong();
    private DnsResolver resolver = resolver(PATIENT, server);

    @BeforeEach
    void emptyHostsFile() throws IOException {
        Files.writeString(folder.resolve("hosts"), "");
    }

    @AfterEach
    void stop() {
        resolver.close();
        server.close();
        loop.close();
    }

    @Test
    void a_name_leads_to_its_addresses_of_both_families() {
        server.answers("bank.example", A, 60, "192.0.2.1", "192.0.2.2")
                .answers("bank.example", AAAA, 60, "2001:db8::1");

        assertThat(addresses("bank.example"))
                .containsExactlyInAnyOrder(
                        Addresses.of("192.0.2.1"), Addresses.of("192.0.2.2"), Addresses.of("2001:db8::1"));
    }

    @Test
    void an_unknown_name_fails_with_the_response_code() {
        assertThat(failure("nowhere.example")).isEqualTo(new Failure(Outcome.DNS_FAILED, "NXDOMAIN"));
    }

    @Test
    void look_ups_are_counted_by_what_they_came_to_and_not_those_that_need_none() {
        server.answers("bank.example", A, 60, "192.0.2.1");

        addresses("bank.example");
        addresses("bank.example");
        failure("nowhere.example");

        assertThat(resolver.counts().of(DnsCounts.Result.ANSWERED)).isEqualTo(1);
        assertThat(resolver.counts().of(DnsCounts.Result.NEGATIVE)).isEqualTo(1);
        assertThat(resolver.counts().of(DnsCounts.Result.FAILED)).isZero();
        assertThat(resolver.counts().of(DnsCounts.Result.STALE)).isZero();
        assertThat(resolver.cachedNames()).isEqualTo(2);
    }

    @Test
    void a_name_without_addresses_fails_as_that() {
        server.answers("empty.example", A, 60).answers("empty.example", AAAA, 60);

        assertThat(failure("empty.example")).isEqualTo(new Failure(Outcome.DNS_FAILED, "NODATA"));
    }

    @Test
    void a_server_failure_fails_with_the_response_code() {
        server.refuses("broken.example", FakeDnsServer.SERVFAIL);

        assertThat(failure("broken.example")).isEqualTo(new Failure(Outcome.DNS_FAILED, "SERVFAIL"));
    }

    @Test
    void a_silent_server_is_asked_again_and_then_times_out() {
        use(HASTY, server);
        server.isSilent("slow.example", A).isSilent("slow.example", AAAA);
        long begun = System.nanoTime();

        assertThat(failure("slow.example")).isEqualTo(new Failure(Outcome.DNS_TIMEOUT, "no answer from DNS"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(590), Duration.ofMillis(3000));
        assertThat(server.questions).filteredOn("slow.example 1"::equals).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void absence_of_one_family_is_no_absence_while_the_other_is_silent() {
        use(HASTY, server);
        server.answers("slow.example", AAAA, 60).isSilent("slow.example", A);

        assertThat(failure("slow.example").outcome()).isEqualTo(Outcome.DNS_TIMEOUT);
    }

    @Test
    void one_familys_addresses_do_not_wait_long_for_the_others() {
        server.answers("half.example", A, 60, "192.0.2.1").isSilent("half.example", AAAA);
        long begun = System.nanoTime();

        assertThat(addresses("half.example")).containsExactly(Addresses.of("192.0.2.1"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void one_familys_addresses_outweigh_the_others_failure() {
        server.refuses("half.example", FakeDnsServer.SERVFAIL).answers("half.example", AAAA, 60, "2001:db8::1");

        assertThat(addresses("half.example")).containsExactly(Addresses.of("2001:db8::1"));
    }

    @Test
    void a_second_server_answers_where_the_first_refuses_or_is_silent() {
        try (FakeDnsServer first = new FakeDnsServer()) {
            first.refuses("bank.example", FakeDnsServer.REFUSED)
                    .isSilent("other.example", A)
                    .isSilent("other.example", AAAA);
            server.answers("bank.example", A, 60, "192.0.2.1").answers("other.example", A, 60, "192.0.2.2");
            use(HASTY, first, server);

            assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.1"));
            assertThat(addresses("other.example")).containsExactly(Addresses.of("192.0.2.2"));
        }
    }

    @Test
    void an_answer_too_long_for_udp_is_fetched_by_tcp() {
        server.answersOnlyByTcp("long.example", A, "192.0.2.1");

        assertThat(addresses("long.example")).containsExactly(Addresses.of("192.0.2.1"));
    }

    @Test
    void an_ipv4_mapped_answer_is_the_address_it_maps() {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;
        server.answersRaw("mapped.example", AAAA, mapped);

        List<InetAddress> found = addresses("mapped.example");

        assertThat(new AddressGuard(List.of()).objection(found.getFirst(), List.of()))
                .isEqualTo("loopback (127.0.0.0/8)");
    }

    @Test
    void an_answer_is_kept_for_its_ttl_and_not_longer() {
        server.answers("bank.example", A, 60, "192.0.2.1");
        addresses("bank.example");
        server.answers("bank.example", A, 60, "192.0.2.2");

        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.1"));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.2"));
    }

    @Test
    void a_ttl_is_raised_to_the_least_and_lowered_to_the_most() {
        server.answers("short.example", A, 0, "192.0.2.1").answers("long.example", A, 86400, "192.0.2.1");
        addresses("short.example");
        addresses("long.example");

        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        addresses("short.example");
        assertThat(asked("short.example")).isEqualTo(1);
        nanos.addAndGet(Duration.ofSeconds(96).toNanos());
        addresses("long.example");
        assertThat(asked("long.example")).isEqualTo(2);
    }

    @Test
    void absence_is_kept_for_a_short_while() {
        failure("nowhere.example");
        server.answers("nowhere.example", A, 60, "192.0.2.1");

        assertThat(failure("nowhere.example").detail()).isEqualTo("NXDOMAIN");
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(addresses("nowhere.example")).containsExactly(Addresses.of("192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({"900, 10, 10", "10, 900, 10", "900, 900, 20", "1, 900, 2"})
    void absence_is_kept_for_as_long_as_the_zone_says_within_bounds(int ttl, int minimum, int kept) {
        server.denies("gone.example", ttl, minimum);
        failure("gone.example");

        nanos.addAndGet(Duration.ofSeconds(kept).toNanos() - 1);
        failure("gone.example");
        assertThat(asked("gone.example")).isEqualTo(1);
        nanos.addAndGet(1);
        failure("gone.example");
        assertThat(asked("gone.example")).isEqualTo(2);
    }

    @Test
    void a_server_failure_is_kept_for_a_moment() {
        server.refuses("broken.example", FakeDnsServer.SERVFAIL);
        failure("broken.example");
        server.answers("broken.example", A, 60, "192.0.2.1");

        assertThat(failure("broken.example")).isEqualTo(new Failure(Outcome.DNS_FAILED, "SERVFAIL"));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(addresses("broken.example")).containsExactly(Addresses.of("192.0.2.1"));
    }

    @Test
    void the_oldest_name_makes_room_for_a_new_one() {
        for (String name : List.of("a.example", "b.example", "c.example", "d.example")) {
            server.answers(name, A, 60, "192.0.2.1");
            addresses(name);
        }

        addresses("d.example");
        addresses("a.example");

        assertThat(asked("d.example")).isEqualTo(1);
        assertThat(asked("a.example")).isEqualTo(2);
    }

    @Test
    void a_name_asked_for_lately_is_spared() {
        for (String name : List.of("a.example", "b.example", "c.example")) {
            server.answers(name, A, 60, "192.0.2.1");
            addresses(name);
        }
        server.answers("d.example", A, 60, "192.0.2.1");
        addresses("a.example");

        addresses("d.example");
        addresses("a.example");
        addresses("b.example");

        assertThat(asked("a.example")).isEqualTo(1);
        assertThat(asked("b.example")).isEqualTo(2);
    }

    @Test
    void loops_share_one_question_and_each_is_told_on_its_own() {
        use(HASTY, server);
        server.isSilent("bank.example", A).isSilent("bank.example", AAAA);
        try (TestLoop other = TestLoop.started()) {
            CompletableFuture<List<InetAddress>> first = loop.call(() -> ask("bank.example"));
            CompletableFuture<List<InetAddress>> second = other.call(() -> ask("bank.example", other));
            eventually(() -> asked("bank.example") == 1);
            CompletableFuture<Boolean> own = second.thenApply(
                    addresses -> other.loop().inEventLoop() && !loop.loop().inEventLoop());

            server.answers("bank.example", A, 60, "192.0.2.1").answers("bank.example", AAAA, 60);

            assertThat(TestLoop.await(first)).containsExactly(Addresses.of("192.0.2.1"));
            assertThat(TestLoop.await(second)).containsExactly(Addresses.of("192.0.2.1"));
            assertThat(TestLoop.await(own)).isTrue();
            // The first went unanswered, so it was asked again, but not once for each loop.
            long times = asked("bank.example");
            assertThat(times).isBetween(2L, 3L);
            assertThat(TestLoop.await(other.call(() -> ask("bank.example", other))))
                    .isEqualTo(addresses("bank.example"));
            assertThat(asked("bank.example")).isEqualTo(times);
        }
    }

    @Test
    void many_loops_asking_for_names_that_come_and_go_are_all_answered() throws InterruptedException {
        List<String> names = List.of("a.example", "b.example", "c.example", "d.example", "e.example");
        names.forEach(name -> server.answers(name, A, 0, "192.0.2.1").answers(name, AAAA, 0));
        Queue<CompletableFuture<List<InetAddress>>> all = new ConcurrentLinkedQueue<>();
        List<TestLoop> loops = List.of(TestLoop.started(), TestLoop.started(), TestLoop.nio());
        CountDownLatch left = new CountDownLatch(3 * 2000);
        for (TestLoop each : loops) {
            for (int i = 0; i < 2000; i++) {
                String name = names.get(i % names.size());
                each.loop().execute(() -> {
                    nanos.addAndGet(Duration.ofMillis(20).toNanos());
                    all.add(ask(name, each));
                    left.countDown();
                });
            }
        }

        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(all)
                .hasSize(6000)
                .allSatisfy(one -> assertThat(TestLoop.await(one)).containsExactly(Addresses.of("192.0.2.1")));
        loops.forEach(TestLoop::close);
    }

    @Test
    void who_waits_for_a_loop_that_ends_is_told_by_who_asks_next() {
        server.isSilent("bank.example", A).isSilent("bank.example", AAAA);
        try (TestLoop ends = TestLoop.started()) {
            ends.call(() -> ask("bank.example", ends));
        }
        server.answers("bank.example", A, 60, "192.0.2.1").answers("bank.example", AAAA, 60);

        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.1"));
    }

    @Test
    void a_family_that_comes_late_counts_for_who_asks_later() {
        use(HASTY, server);
        server.answers("half.example", A, 60, "192.0.2.1").isSilent("half.example", AAAA);
        assertThat(addresses("half.example")).containsExactly(Addresses.of("192.0.2.1"));

        server.answers("half.example", AAAA, 60, "2001:db8::1");

        eventually(() -> addresses("half.example").size() == 2);
        assertThat(asked("half.example")).isEqualTo(1);
    }

    @Test
    void addresses_outlast_their_ttl_while_dns_fails_and_it_is_asked_every_half_minute() {
        server.answers("bank.example", A, 60, "192.0.2.1");
        addresses("bank.example");
        server.refuses("bank.example", FakeDnsServer.SERVFAIL);

        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.1"));
        nanos.addAndGet(Duration.ofSeconds(29).toNanos());
        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.1"));
        assertThat(asked("bank.example")).isEqualTo(2);

        server.answers("bank.example", A, 60, "192.0.2.2").answers("bank.example", AAAA, 60);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.2"));
        assertThat(asked("bank.example")).isEqualTo(3);
    }

    @Test
    void addresses_outlast_their_ttl_no_longer_than_the_bound() {
        server.answers("bank.example", A, 60, "192.0.2.1");
        addresses("bank.example");
        server.refuses("bank.example", FakeDnsServer.SERVFAIL);

        nanos.addAndGet(Duration.ofMinutes(61).toNanos() - 1);
        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.1"));
        nanos.addAndGet(1);
        assertThat(failure("bank.example")).isEqualTo(new Failure(Outcome.DNS_FAILED, "SERVFAIL"));
    }

    @Test
    void old_addresses_are_used_when_dns_is_slow_and_at_once_by_those_who_come_later() {
        server.answers("bank.example", A, 60, "192.0.2.1");
        addresses("bank.example");
        server.isSilent("bank.example", A).isSilent("bank.example", AAAA);
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        long begun = System.nanoTime();

        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.1"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(290), PATIENT.minusSeconds(1));

        CompletableFuture<Boolean> atOnce = loop.call(
                () -> CompletableFuture.completedFuture(ask("bank.example").isDone()));
        assertThat(TestLoop.await(atOnce)).isTrue();
        assertThat(asked("bank.example")).isEqualTo(2);
    }

    @Test
    void that_a_name_is_gone_is_an_answer_and_takes_the_place_of_its_addresses() {
        server.answers("bank.example", A, 60, "192.0.2.1");
        addresses("bank.example");
        server.denies("bank.example", 900, 900);

        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(failure("bank.example")).isEqualTo(new Failure(Outcome.DNS_FAILED, "NXDOMAIN"));
        server.refuses("bank.example", FakeDnsServer.SERVFAIL);
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(failure("bank.example")).isEqualTo(new Failure(Outcome.DNS_FAILED, "SERVFAIL"));
    }

    @Test
    void a_name_in_use_is_asked_for_again_before_its_time_is_over() {
        server.answers("bank.example", A, 60, "192.0.2.1");
        addresses("bank.example");
        server.answers("bank.example", A, 60, "192.0.2.2").answers("bank.example", AAAA, 60);

        nanos.addAndGet(Duration.ofSeconds(54).toNanos() - 1);
        addresses("bank.example");
        assertThat(asked("bank.example")).isEqualTo(1);
        nanos.addAndGet(1);

        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.1"));
        eventually(() -> addresses("bank.example").contains(Addresses.of("192.0.2.2")));
        assertThat(asked("bank.example")).isEqualTo(2);
    }

    @Test
    void those_who_ask_at_once_share_one_question() {
        server.answers("bank.example", A, 60, "192.0.2.1");
        List<CompletableFuture<List<InetAddress>>> all = new ArrayList<>();

        loop.run(() -> {
            for (int i = 0; i < 20; i++) {
                all.add(ask("bank.example"));
            }
        });

        assertThat(all).allSatisfy(one -> assertThat(TestLoop.await(one)).containsExactly(Addresses.of("192.0.2.1")));
        assertThat(asked("bank.example")).isEqualTo(1);
    }

    @Test
    void the_hosts_file_comes_before_dns() throws IOException {
        server.answers("bank.example", A, 60, "192.0.2.1");
        Files.writeString(folder.resolve("hosts"), "192.0.2.99 bank.example\n");
        use(PATIENT, server);

        assertThat(addresses("bank.example")).containsExactly(Addresses.of("192.0.2.99"));
        assertThat(server.questions).isEmpty();
    }

    @Test
    void it_works_on_nio_too() {
        try (TestLoop nio = TestLoop.nio()) {
            server.answers("bank.example", A, 60, "192.0.2.1");

            assertThat(TestLoop.await(nio.call(() -> ask("bank.example", nio))))
                    .containsExactly(Addresses.of("192.0.2.1"));
        }
    }

    private static DnsSettings settings(Duration timeout) {
        return new DnsSettings(
                timeout,
                Duration.ofSeconds(5),
                Duration.ofSeconds(100),
                Duration.ofSeconds(20),
                Duration.ofSeconds(2),
                Duration.ofHours(1),
                Duration.ofMillis(300),
                3);
    }

    private static void eventually(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void use(Duration timeout, FakeDnsServer... servers) {
        resolver.close();
        resolver = resolver(timeout, servers);
    }

    private DnsResolver resolver(Duration timeout, FakeDnsServer... servers) {
        List<InetSocketAddress> addresses =
                List.of(servers).stream().map(FakeDnsServer::address).toList();
        return new DnsResolver(
                settings(timeout),
                new SequentialDnsServerAddressStreamProvider(addresses),
                HostsFile.unwatched(folder == null ? Path.of("none") : folder.resolve("hosts")),
                nanos::get);
    }

    private long asked(String name) {
        return server.questions.stream().filter((name + " " + A)::equals).count();
    }

    private List<InetAddress> addresses(String host) {
        return TestLoop.await(loop.call(() -> ask(host)));
    }

    private Failure failure(String host) {
        CompletableFuture<List<InetAddress>> answer = loop.call(() -> ask(host));
        return TestLoop.await(answer.handle((addresses, thrown) -> {
            if (thrown instanceof Failed failed) {
                return failed.failure;
            }
            throw new AssertionError("resolved to " + addresses, thrown);
        }));
    }

    private CompletableFuture<List<InetAddress>> ask(String host) {
        return ask(host, loop);
    }

    private CompletableFuture<List<InetAddress>> ask(String host, TestLoop on) {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        resolver.resolve(on.loop(), host, new Resolver.Callback() {
            @Override
            public void resolved(List<InetAddress> addresses) {
                answer.complete(addresses);
            }

            @Override
            public void failed(Failure failure) {
                answer.completeExceptionally(new Failed(failure));
            }
        });
        return answer;
    }

    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Failure failure;

        Failed(Failure failure) {
            this.failure = failure;
        }
    }
}
