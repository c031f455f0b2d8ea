package io.sallyport.admin.traffic;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import io.sallyport.explain.GivenRequest;
import io.sallyport.policy.Snapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Exchanges as a listener would make them under a configuration, told to a recorder whose clock the test turns. */
public final class Traffic {

    // Never started: nothing here is scheduled.
    private static final EventLoop LOOP = new DefaultEventLoop();

    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-03-01T12:00:30Z").toEpochMilli());
    private final TrafficRecorder recorder;

    /** @param kept how many exchanges are kept */
    public Traffic(int kept) {
        InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
        recorder = new TrafficRecorder(exchange -> exchange.caller.workload(), clock, kept);
    }

    public TrafficRecorder recorder() {
        return recorder;
    }

    public void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    /** A request that ends at once. */
    public Exchange call(Snapshot snapshot, String caller, String method, String url, int status, Outcome outcome) {
        GivenRequest head = GivenRequest.of(method, url, List.of());
        Exchange exchange = new Exchange(
                LOOP,
                snapshot,
                1,
                head,
                snapshot.decide(head, () -> 0L),
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40000),
                System.nanoTime(),
                new ExchangeObserver() {
                    @Override
                    public void ended(Exchange ended) {
                        recorder.ended(ended);
                    }
                });
        exchange.caller = new CallerLabels(caller, "", "", "", "", "", "", "");
        exchange.start();
        exchange.status = status;
        exchange.end(outcome, "");
        return exchange;
    }
}
