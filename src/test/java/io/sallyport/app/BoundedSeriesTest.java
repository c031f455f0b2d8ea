package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sallyport.e2e.RawClient;
import jakarta.inject.Inject;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Whoever may choose names and paths cannot make series of them. */
@QuarkusTest
@WithTestResource(OutsideResource.class)
@SuppressWarnings("NullAway.Init")
class BoundedSeriesTest {

    private static final int FEW = 50;
    private static final int MANY = 10_000;
    /** Requests on the way at once, so that ten thousand take seconds. */
    private static final int PIPELINED = 50;

    @Inject
    Gateway gateway;

    @Inject
    PrometheusMeterRegistry metrics;

    @Test
    void tenThousandDeniedHostsMakeNoMoreSeriesThanFifty() {
        IntFunction<String> denied = number ->
                "GET http://evil-" + number + ".example/ HTTP/1.1\r\nHost: evil-" + number + ".example\r\n\r\n";

        assertThat(linesAfter(MANY, 403, denied)).isEqualTo(linesAfter(FEW, 403, denied));
        assertThat(metrics.scrape()).doesNotContain("evil-");
    }

    @Test
    void tenThousandPathsMakeNoMoreSeriesThanFifty() {
        IntFunction<String> paths = number ->
                "GET http://bank.example/" + number + "?q=" + number + " HTTP/1.1\r\nHost: bank.example\r\n\r\n";

        assertThat(linesAfter(MANY, 404, paths)).isEqualTo(linesAfter(FEW, 404, paths));
    }

    @Test
    void aThousandDeniedTunnelsMakeNoMoreSeriesThanFifty() {
        assertThat(linesAfterTunnels(1000)).isEqualTo(linesAfterTunnels(FEW));
        assertThat(metrics.scrape()).doesNotContain("evil-");
    }

    private long linesAfter(int requests, int status, IntFunction<String> request) {
        try (RawClient client = RawClient.connect(gateway.port())) {
            for (int sent = 0; sent < requests; sent += PIPELINED) {
                StringBuilder batch = new StringBuilder();
                for (int number = sent; number < sent + PIPELINED; number++) {
                    batch.append(request.apply(number));
                }
                client.send(batch.toString());
                for (int answered = 0; answered < PIPELINED; answered++) {
                    assertThat(client.readResponse().status()).isEqualTo(status);
                }
            }
        }
        return lines();
    }

    private long linesAfterTunnels(int tunnels) {
        for (int number = 0; number < tunnels; number++) {
            try (RawClient client = RawClient.connect(gateway.port())) {
                client.send("CONNECT evil-" + number + ".example:443 HTTP/1.1\r\nHost: evil-" + number
                        + ".example\r\n\r\n");
                assertThat(client.readHead().status()).isEqualTo(403);
            }
        }
        return lines();
    }

    /** Of what we count; the JVM's grow with its own life. */
    private long lines() {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("istio_") || line.startsWith("sallyport_"))
                .count();
    }
}
