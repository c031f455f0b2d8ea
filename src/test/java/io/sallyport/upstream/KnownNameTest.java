package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownNameTest {

    /** Near the end of what a long holds: times of the nano clock wrap around. */
    private static final long NOW = Long.MAX_VALUE - seconds(30);

    private final DnsAnswer addresses = new DnsAnswer(List.of(Addresses.of("192.0.2.1")), 60, "NOERROR");

    @Test
    void a_failed_renewal_leaves_what_is_fresh_as_it_is_and_is_not_repeated() {
        KnownName known = KnownName.of(addresses, DnsSettings.DEFAULT, NOW);
        long late = NOW + seconds(55);
        assertThat(known.isToBeRenewed(late)).isTrue();

        KnownName after = known.afterFailure(late);

        assertThat(after.isFresh(late)).isTrue();
        assertThat(after.isToBeRenewed(late)).isFalse();
        assertThat(after.isFresh(NOW + seconds(60))).isFalse();
        assertThat(after.isUsable(NOW + seconds(60))).isTrue();
    }

    @Test
    void what_is_stale_is_used_for_half_a_minute_but_not_beyond_its_bound() {
        KnownName known = KnownName.of(addresses, DnsSettings.DEFAULT, NOW);
        long end = NOW + seconds(60 + 3600);

        KnownName middle = known.afterFailure(NOW + seconds(100));
        KnownName last = middle.afterFailure(end - seconds(10));

        assertThat(middle.isFresh(NOW + seconds(129))).isTrue();
        assertThat(middle.isFresh(NOW + seconds(130))).isFalse();
        assertThat(last.isFresh(end - 1)).isTrue();
        assertThat(last.isFresh(end)).isFalse();
        assertThat(last.isUsable(end)).isFalse();
    }

    @Test
    void absence_does_not_outlast_its_time() {
        KnownName known = KnownName.of(new DnsAnswer(List.of(), 3, "NXDOMAIN"), DnsSettings.DEFAULT, NOW);

        assertThat(known.isToBeRenewed(NOW + seconds(3) - 1)).isFalse();
        assertThat(known.isFresh(NOW + seconds(3) - 1)).isTrue();
        assertThat(known.isFresh(NOW + seconds(3))).isFalse();
        assertThat(known.isUsable(NOW)).isFalse();
    }

    @Test
    void nothing_is_stale_where_that_is_not_wanted() {
        DnsSettings d = DnsSettings.DEFAULT;
        DnsSettings never = new DnsSettings(
                d.timeout(),
                d.minTtl(),
                d.maxTtl(),
                d.negativeTtl(),
                d.failureTtl(),
                Duration.ZERO,
                d.staleAfter(),
                d.cacheEntries());

        KnownName known = KnownName.of(addresses, never, NOW);

        assertThat(known.isUsable(NOW + seconds(60) - 1)).isTrue();
        assertThat(known.isUsable(NOW + seconds(60))).isFalse();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
