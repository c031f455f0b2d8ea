package io.sallyport.admin.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Outcome;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.VirtualHost;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficRecorderTest {

    private static final Snapshot NOTHING =
            new Snapshot(OutboundPolicy.REGISTRY_ONLY, new HostIndex<>(Map.<String, VirtualHost>of()));
    private static final Snapshot ANYTHING =
            new Snapshot(OutboundPolicy.ALLOW_ANY, new HostIndex<>(Map.<String, VirtualHost>of()));

    private final Traffic traffic = new Traffic(10);

    @Test
    void theLatestExchangesAreKeptAndTheOldestMakeRoom() {
        for (int i = 1; i <= 25; i++) {
            traffic.call(ANYTHING, "shop", "GET", "http://h" + i + ".example/", 200, Outcome.COMPLETED);
        }

        RecentExchanges recent = traffic.recorder().recent();
        assertThat(recent.latest(any -> true, 100))
                .extracting(exchange -> exchange.asked().host())
                .hasSize(10)
                .startsWith("h25.example")
                .endsWith("h16.example");
        assertThat(recent.find(25)).isNotNull();
        assertThat(recent.find(15)).isNull();
        assertThat(recent.find(-3)).isNull();
        assertThat(recent.total()).isEqualTo(25);
    }

    @Test
    void tenThousandDeniedHostsTakeABoundedPlaceAndNoneIsLostFromTheCount() {
        traffic.call(ANYTHING, "shop", "GET", "http://before.example/", 200, Outcome.COMPLETED);
        for (int i = 0; i < 10_000; i++) {
            traffic.call(NOTHING, "shop", "GET", "http://h" + i + ".example/", 403, Outcome.DENIED);
        }

        var edges = traffic.recorder().history().edges();
        long counted = edges.stream()
                .mapToLong(
                        history -> history.lastMinute(traffic.recorder().now()).count())
                .sum();
        assertThat(edges).hasSizeLessThanOrEqualTo(TrafficHistory.MOST_FREELY_NAMED + 2);
        assertThat(counted).isEqualTo(10_001);
        assertThat(edges).extracting(history -> history.edge().host()).contains("before.example", BoundedEdges.OTHERS);
    }

    @Test
    void hostsThatNobodyAskedForWithinAnHourMakeRoom() {
        for (int i = 0; i < TrafficHistory.MOST_FREELY_NAMED; i++) {
            traffic.call(NOTHING, "shop", "GET", "http://h" + i + ".example/", 403, Outcome.DENIED);
        }
        traffic.pass(Duration.ofMinutes(61));

        traffic.call(NOTHING, "shop", "GET", "http://new.example/", 403, Outcome.DENIED);

        assertThat(traffic.recorder().history().edges())
                .extracting(history -> history.edge().host())
                .containsExactly("new.example");
    }

    @Test
    void anHourIsCountedByTheMinuteAndTheLastMinuteByTheStep() {
        traffic.call(ANYTHING, "shop", "GET", "http://api.example/", 200, Outcome.COMPLETED);
        traffic.pass(Duration.ofMinutes(10));
        traffic.call(ANYTHING, "shop", "GET", "http://api.example/", 503, Outcome.CONNECTION_REFUSED);
        traffic.pass(Duration.ofSeconds(20));
        traffic.call(ANYTHING, "shop", "GET", "http://api.example/", 404, Outcome.COMPLETED);

        long now = traffic.recorder().now();
        EdgeHistory history =
                traffic.recorder().history().edgesTo("api.example").getFirst();
        assertThat(history.lastMinute(now).count()).isEqualTo(2);
        assertThat(history.lastMinute(now).failures()).isEqualTo(1);
        assertThat(history.lastMinute(now).outcomes()).containsOnlyKeys(Outcome.COMPLETED, Outcome.CONNECTION_REFUSED);
        assertThat(history.lastMinutes(now, 60).count()).isEqualTo(3);
        assertThat(history.hour(now)).hasSize(60);
        assertThat(history.hour(now).get(49).ofClass(2)).isEqualTo(1);
        traffic.pass(Duration.ofMinutes(1));
        assertThat(history.lastMinute(traffic.recorder().now()).ofClass(5)).isZero();
    }

    @Test
    void aDenialIsNoFailureAndStandsOnAnEdgeOfItsOwn() {
        traffic.call(NOTHING, "shop", "GET", "http://evil.example/", 403, Outcome.DENIED);

        EdgeHistory denied =
                traffic.recorder().history().edgesTo("evil.example").getFirst();
        assertThat(denied.edge().standing()).isEqualTo(Edge.Standing.DENIED);
        assertThat(denied.latest().ruling().reason()).isEqualTo("host-not-listed");
        assertThat(denied.lastMinute(traffic.recorder().now()).failures()).isZero();
    }

    @Test
    void valuesOfAQueryAndUsersAreNotToldAndLongPathsAreCut() {
        traffic.call(
                ANYTHING,
                "shop",
                "GET",
                "http://api.example/a?token=s3cret&x=1&y=" + "z".repeat(5000),
                200,
                Outcome.COMPLETED);

        Asked asked =
                traffic.recorder().recent().latest(any -> true, 1).getFirst().asked();
        assertThat(asked.path()).startsWith("/a?token=REDACTED&x=REDACTED&y=").hasSizeLessThan(1100);
        assertThat(asked.toString()).doesNotContain("s3cret");
        assertThat(new Asked(asked.form(), "", "GET", "http", "h", 80, "user:pass@h:80", "/").authority())
                .isEqualTo("h:80");
    }
}
