package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One name being looked up, for all who ask meanwhile: A and AAAA at once, within one deadline. Once either has
 * addresses, the other gets 50 ms more (RFC 8305 section 3).
 */
final class DnsLookup {

    private static final long RESOLUTION_DELAY_MILLIS = 50;

    private final EventLoop loop;
    private final Consumer<DnsAnswer> finished;
    private final List<Resolver.Callback> callbacks = new ArrayList<>(1);
    private final List<DnsQuery> queries;
    private final ScheduledFuture<?> deadline;
    private @Nullable ScheduledFuture<?> delay;
    private DnsAnswer answer = DnsAnswer.NONE;
    private int open = 2;
    private boolean over;

    /**
     * @param query makes the question of a type
     * @param finished told once, when nothing more is to come
     */
    DnsLookup(
            EventLoop loop,
            Duration timeout,
            BiFunction<DnsRecordType, Consumer<DnsAnswer>, DnsQuery> query,
            Consumer<DnsAnswer> finished) {
        this.loop = loop;
        this.finished = finished;
        this.queries =
                List.of(query.apply(DnsRecordType.A, this::answered), query.apply(DnsRecordType.AAAA, this::answered));
        this.deadline = loop.schedule(this::finish, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    void start() {
        queries.forEach(DnsQuery::ask);
    }

    void join(Resolver.Callback callback) {
        callbacks.add(callback);
    }

    List<Resolver.Callback> callbacks() {
        return callbacks;
    }

    private void answered(DnsAnswer part) {
        if (over) {
            return;
        }
        open--;
        answer = answer.and(part);
        if (open == 0) {
            finish();
        } else if (answer.isPositive()) {
            delay = loop.schedule(this::finish, RESOLUTION_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        queries.forEach(DnsQuery::cancel);
        deadline.cancel(false);
        if (delay != null) {
            delay.cancel(false);
        }
        // One family's absence says nothing while the other's question is unanswered.
        finished.accept(open > 0 && !answer.isPositive() ? DnsAnswer.NONE : answer);
    }
}
