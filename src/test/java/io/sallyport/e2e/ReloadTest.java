package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Configurations change while requests go through. */
class ReloadTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: bank.example\r\n\r\n";

    @Test
    void anExchangeInFlightKeepsItsConfigurationAndTheNextGetsTheNewOne() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.await(answer);
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            client.send(GET);
            upstream.request(0);
            assertThat(gateway.reload(Yaml.bank(upstream.port()).replace("bank.example", "other.example"))
                            .accepted())
                    .isTrue();
            answer.countDown();

            assertThat(client.readResponse().status()).isEqualTo(200);
            assertThat(client.send(GET).readResponse().status()).isEqualTo(403);
            assertThat(gateway.ended().generation()).isEqualTo(1);
            assertThat(gateway.ended().generation()).isEqualTo(2);
        }
    }

    @Test
    void aBadConfigurationChangesNothing() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("ok"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            assertThat(gateway.reload(Yaml.bank(upstream.port()).replace("hosts", "hostz"))
                            .accepted())
                    .isFalse();

            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void aHundredReloadsUnderLoadFailNoRequest() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger good = new AtomicInteger();
        AtomicInteger bad = new AtomicInteger();
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("ok"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()))) {
            Thread[] callers = new Thread[4];
            for (int i = 0; i < callers.length; i++) {
                callers[i] = Thread.ofVirtual().start(() -> {
                    try (RawClient client = gateway.connect()) {
                        while (!over.get()) {
                            boolean ok = client.send(GET).readResponse().status() == 200;
                            (ok ? good : bad).incrementAndGet();
                        }
                    }
                });
            }
            for (int i = 0; i < 100; i++) {
                int before = good.get();
                gateway.reload(Yaml.bank(upstream.port(), "timeout: " + (i + 10) + "s\n"));
                while (good.get() < before + 4 && bad.get() == 0) {
                    Thread.onSpinWait();
                }
            }
            over.set(true);
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(bad).hasValue(0);
            assertThat(good).hasValueGreaterThan(400);
        }
    }
}
