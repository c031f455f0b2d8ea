package io.sallyport.resilience;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.policy.Decision;
import io.sallyport.policy.Mirror;
import io.sallyport.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/**
 * Sends copies of a share of the requests elsewhere (Istio: {@code mirror}, {@code mirrors}). Nobody waits for them, and
 * what comes of them changes nothing: a copy that cannot keep up is dropped, its response thrown away.
 *
 * <p>As in today's Envoy the copy has the Host of the request. It is tried once, within the route's timeout, or within
 * {@link #TIMEOUT} where the route has none. Besides the bounds of its cluster, which hold for it as for any request,
 * the process has no more than {@link #MOST_COPIES} of them; what is beyond is not sent.
 */
public final class MirroringForwarder implements Forwarder {

    private static final int PER_PERCENT = 10_000;

    /** How long a copy may take whose route has no timeout: Envoy's own default for a route. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** Copies under way at a time: Envoy's own default for the requests of a cluster. */
    static final int MOST_COPIES = 1024;

    /** Copies are told to nobody. */
    private static final ExchangeObserver NOBODY = new ExchangeObserver() {};

    private final Forwarder next;
    private final Forwarder copies;
    private final IntUnaryOperator random;
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param copies takes the copies: without retries, and without this stage */
    public MirroringForwarder(Forwarder next, Forwarder copies) {
        this(next, copies, bound -> ThreadLocalRandom.current().nextInt(bound), MOST_COPIES);
    }

    /**
     * @param random draws from 0 until its argument
     * @param most copies under way at a time
     */
    MirroringForwarder(Forwarder next, Forwarder copies, IntUnaryOperator random, int most) {
        this.next = next;
        this.copies = copies;
        this.random = random;
        this.most = most;
    }

    @Override
    public RequestSink forward(Exchange exchange, HttpRequest request, ResponseSink response) {
        List<Mirror> mirrors = exchange.forward().treatment().mirrors();
        // A copy of a conversation in another protocol would be one with nobody.
        if (mirrors.isEmpty() || request.headers().contains(HttpHeaderNames.UPGRADE)) {
            return next.forward(exchange, request, response);
        }
        List<MirroredRequest> drawn = new ArrayList<>(mirrors.size());
        for (Mirror mirror : mirrors) {
            boolean struck = random.applyAsInt(100 * PER_PERCENT) < mirror.percentage() * PER_PERCENT;
            if (struck && isRoomForOneMore()) {
                drawn.add(copy(exchange, request, mirror));
            }
        }
        return drawn.isEmpty()
                ? next.forward(exchange, request, response)
                : MirroringRequest.begin(next, exchange, request, response, drawn);
    }

    private boolean isRoomForOneMore() {
        if (underWay.incrementAndGet() <= most) {
            return true;
        }
        underWay.decrementAndGet();
        return false;
    }

    private MirroredRequest copy(Exchange exchange, HttpRequest request, Mirror mirror) {
        Decision.Forward original = exchange.forward();
        Duration timeout = original.timeout() == null ? TIMEOUT : original.timeout();
        Exchange own = new Exchange(
                exchange.loop(),
                exchange.snapshot(),
                exchange.generation(),
                exchange.head(),
                new Decision.Forward(mirror.cluster(), original.route(), timeout, RetryPolicy.NONE),
                exchange.client(),
                exchange.startedNanos(),
                NOBODY);
        HttpRequest copy = new DefaultHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                request.headers().copy());
        // Nobody would pass the leave to send on.
        copy.headers().remove(HttpHeaderNames.EXPECT);
        return MirroredRequest.begin(copies, own, copy, underWay::decrementAndGet);
    }
}
