package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Outcome;
import io.sallyport.policy.OutlierDetection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutliersTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<Host> hosts = new ArrayList<>();
    private final Outliers outliers = new Outliers(hosts, 0);

    OutliersTest() {
        for (int i = 0; i < 4; i++) {
            hosts.add(new Host(new InetSocketAddress("127.0.0." + (i + 1), 80), 0));
        }
    }

    @Test
    void as_many_errors_in_a_row_as_the_bound_eject() {
        respond(servers(3), hosts.getFirst(), 500, 503);
        assertThat(hosts.getFirst().isEjected()).isFalse();

        respond(servers(3), hosts.getFirst(), 599);

        assertThat(hosts.getFirst().isEjected()).isTrue();
        assertThat(outliers.ejected()).isEqualTo(1);
    }

    @Test
    void a_success_in_between_starts_the_row_anew() {
        respond(servers(2), hosts.getFirst(), 500, 404, 500);

        assertThat(hosts.getFirst().isEjected()).isFalse();
    }

    @Test
    void zero_turns_it_off() {
        respond(settings(0, 0, false, 100, Set.of()), hosts.getFirst(), 500, 503, 500, 503, 500, 503);

        assertThat(hosts.getFirst().isEjected()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"502, true", "503, true", "504, true", "500, false", "505, false"})
    void only_502_to_504_are_errors_of_a_gateway(int status, boolean ejected) {
        respond(settings(0, 2, false, 100, Set.of()), hosts.getFirst(), status, status);

        assertThat(hosts.getFirst().isEjected()).isEqualTo(ejected);
    }

    @Test
    void the_codes_written_are_the_errors_and_no_others() {
        OutlierDetection settings = settings(2, 0, false, 100, Set.of(429));

        respond(settings, hosts.getFirst(), 500, 500, 500);
        respond(settings, hosts.get(1), 429, 429);

        assertThat(hosts.getFirst().isEjected()).isFalse();
        assertThat(hosts.get(1).isEjected()).isTrue();
    }

    @Test
    void a_failure_to_connect_is_an_error_of_a_gateway() {
        OutlierDetection settings = settings(0, 2, false, 100, Set.of());

        fail(settings, hosts.getFirst(), Outcome.CONNECTION_REFUSED, Outcome.TRY_TIMEOUT);

        assertThat(hosts.getFirst().isEjected()).isTrue();
    }

    @Test
    void counted_apart_it_is_not_and_has_its_own_bound() {
        OutlierDetection settings = settings(2, 2, true, 100, Set.of());

        fail(settings, hosts.getFirst(), Outcome.CONNECTION_REFUSED, Outcome.CONNECTION_REFUSED);
        assertThat(hosts.getFirst().isEjected()).isFalse();
        respond(settings, hosts.getFirst(), 200);
        fail(settings, hosts.getFirst(), Outcome.CONNECTION_REFUSED, Outcome.UPSTREAM_RESET);
        assertThat(hosts.getFirst().isEjected()).isFalse();
        fail(settings, hosts.getFirst(), Outcome.CONNECTION_TIMEOUT);

        assertThat(hosts.getFirst().isEjected()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"CLIENT_GONE", "POOL_FULL", "INTERNAL", "DNS_FAILED", "ADDRESS_PROHIBITED"})
    void what_is_not_the_hosts_doing_does_not_count(Outcome outcome) {
        fail(servers(1), hosts.getFirst(), outcome);

        assertThat(hosts.getFirst().isEjected()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "25, 1", "50, 2", "74, 2", "75, 3", "100, 4"})
    void no_more_than_the_percentage_are_out_but_always_one(int percent, int out) {
        OutlierDetection settings = settings(1, 0, false, percent, Set.of());

        hosts.forEach(host -> respond(settings, host, 500));

        assertThat(hosts.stream().filter(Host::isEjected)).hasSize(out);
        assertThat(outliers.ejected()).isEqualTo(out);
    }

    @Test
    void it_returns_at_the_first_interval_after_its_time_and_begins_anew() {
        Host host = hosts.getFirst();
        OutlierDetection settings = servers(2);
        respond(settings, host, 500, 500);

        outliers.sweep(settings, 29 * SECOND);
        assertThat(host.isEjected()).isTrue();
        outliers.sweep(settings, 31 * SECOND);

        assertThat(host.isEjected()).isFalse();
        assertThat(outliers.ejected()).isZero();
        respond(settings, host, 500);
        assertThat(host.isEjected()).isFalse();
    }

    @Test
    void each_ejection_lasts_longer_by_the_base_time_and_good_behaviour_makes_it_shorter() {
        Host host = hosts.getFirst();
        OutlierDetection settings = servers(1);
        eject(settings, host, 0);
        outliers.sweep(settings, 30 * SECOND);
        eject(settings, host, 30 * SECOND);

        outliers.sweep(settings, 70 * SECOND);
        assertThat(host.isEjected()).as("after 40 s").isTrue();
        outliers.sweep(settings, 90 * SECOND);
        assertThat(host.isEjected()).as("after 60 s").isFalse();

        outliers.sweep(settings, 110 * SECOND);
        eject(settings, host, 110 * SECOND);
        outliers.sweep(settings, 140 * SECOND);
        assertThat(host.isEjected()).as("two quiet intervals later, after 30 s").isFalse();
    }

    @Test
    void no_ejection_lasts_longer_than_five_minutes() {
        Host host = hosts.getFirst();
        OutlierDetection settings = servers(1);
        host.ejections = 1000;
        eject(settings, host, 0);

        outliers.sweep(settings, 290 * SECOND);
        assertThat(host.isEjected()).isTrue();
        outliers.sweep(settings, 300 * SECOND);

        assertThat(host.isEjected()).isFalse();
    }

    @Test
    void the_version_changes_with_who_is_out() {
        int before = outliers.version();
        respond(servers(1), hosts.getFirst(), 500);
        int out = outliers.version();
        outliers.releaseAll();

        assertThat(out).isNotEqualTo(before);
        assertThat(outliers.version()).isNotEqualTo(out);
        assertThat(hosts).noneMatch(Host::isEjected);
    }

    private void eject(OutlierDetection settings, Host host, long now) {
        outliers.responded(settings, host, 500, now);
        assertThat(host.isEjected()).isTrue();
    }

    private void respond(OutlierDetection settings, Host host, int... statuses) {
        for (int status : statuses) {
            outliers.responded(settings, host, status, 0);
        }
    }

    private void fail(OutlierDetection settings, Host host, Outcome... outcomes) {
        for (Outcome outcome : outcomes) {
            new HostUse(outliers, settings, host).failed(outcome);
        }
    }

    private static OutlierDetection servers(int consecutive) {
        return settings(consecutive, 0, false, 100, Set.of());
    }

    private static OutlierDetection settings(
            int consecutive, int gateway, boolean split, int percent, Set<Integer> codes) {
        return new OutlierDetection(
                consecutive, gateway, 3, split, Duration.ofSeconds(10), Duration.ofSeconds(30), percent, 0, codes);
    }
}
