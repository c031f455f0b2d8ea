package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One name being looked up: A and AAAA at once, within one deadline. Once either has addresses, the other gets 50 ms
 * more (RFC 8305 section 3); what comes later still counts for those who ask later.
 */
final class DnsLookup {

    private static final long RESOLUTION_DELAY_MILLIS = 50;

    /** Told how it goes, on the loop. */
    interface Listener {

        /** One family's addresses; the other's may follow. Told once or not at all. */
        void found(DnsAnswer some);

        /** All there is, and the last word. */
        void finished(DnsAnswer all);
    }

    private final EventLoop loop;
    private final Listener listener;
    private final List<DnsQuery> queries;
    private final ScheduledFuture<?> deadline;
    private @Nullable ScheduledFuture<?> delay;
    private DnsAnswer answer = DnsAnswer.NONE;
    private int open = 2;
    private boolean over;

    /** @param query makes the question of a type */
    DnsLookup(
            EventLoop loop,
            Duration timeout,
            BiFunction<DnsRecordType, Consumer<DnsAnswer>, DnsQuery> query,
            Listener listener) {
        this.loop = loop;
        this.listener = listener;
        this.queries =
                List.of(query.apply(DnsRecordType.A, this::answered), query.apply(DnsRecordType.AAAA, this::answered));
        this.deadline = loop.schedule(this::finish, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    void start() {
        queries.forEach(DnsQuery::ask);
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
            delay = loop.schedule(() -> listener.found(answer), RESOLUTION_DELAY_MILLIS, TimeUnit.MILLISECONDS);
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
        listener.finished(open > 0 && !answer.isPositive() ? DnsAnswer.NONE : answer);
    }
}
