package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One name, for all event loops. What is known of it is read without a lock; a lock is held for a few steps where it is
 * to be looked up. The loop that asks first looks it up; the others leave word and are told on their own loops.
 *
 * <p>Where the look-up fails or is slow, the last good addresses are used past their TTL (RFC 8767). {@code NXDOMAIN}
 * and an empty answer are no failures: they take the addresses' place at once.
 */
final class SharedName {

    private record Waiter(EventLoop loop, Resolver.Callback callback) {}

    private final String host;
    private final DnsSettings settings;
    private final Function<EventLoop, DnsClient> clients;
    private final LongSupplier nanoClock;
    private final DnsCounts counts;
    private volatile boolean wanted;
    private volatile @Nullable KnownName known;
    private @Nullable Renewal renewal;

    SharedName(
            String host,
            DnsSettings settings,
            Function<EventLoop, DnsClient> clients,
            LongSupplier nanoClock,
            DnsCounts counts) {
        this.host = host;
        this.settings = settings;
        this.clients = clients;
        this.nanoClock = nanoClock;
        this.counts = counts;
    }

    String host() {
        return host;
    }

    /** Whether it was asked for again since this was last called. */
    boolean wasWanted() {
        boolean was = wanted;
        wanted = false;
        return was;
    }

    /** As {@link Resolver#resolve}. */
    void resolve(EventLoop loop, Resolver.Callback callback) {
        KnownName present = known;
        long now = nanoClock.getAsLong();
        if (present == null) {
            ask(loop, new Waiter(loop, callback));
            return;
        }
        if (!wanted) {
            // Looked at first: a write would take the line of memory from all other processors every time.
            wanted = true;
        }
        if (!present.isFresh(now)) {
            ask(loop, new Waiter(loop, callback));
            return;
        }
        if (present.isToBeRenewed(now)) {
            ask(loop, null);
        }
        tell(callback, present.answer());
    }

    /** @param waiter who wants the answer; null for nobody in particular */
    private void ask(EventLoop loop, @Nullable Waiter waiter) {
        Renewal begun = null;
        DnsAnswer answer = null;
        synchronized (this) {
            KnownName present = known;
            long now = nanoClock.getAsLong();
            // Another loop may have been quicker, or has waited for long enough.
            if (present != null && (present.isFresh(now) || (isLate() && present.isUsable(now)))) {
                answer = present.answer();
            }
            Renewal running = renewal;
            boolean isRunning = running != null && !running.owner.isShuttingDown();
            if (!isRunning && (present == null || present.isToBeRenewed(now))) {
                begun = new Renewal(loop, running == null ? List.of() : running.drain());
                running = begun;
                renewal = begun;
            }
            if (answer == null && waiter != null && running != null) {
                running.waiters.add(waiter);
            }
        }
        if (begun != null) {
            begun.begin();
        }
        if (answer != null && waiter != null) {
            tell(waiter.callback, answer);
        }
    }

    private boolean isLate() {
        return renewal != null && renewal.isLate;
    }

    private static void tell(List<Waiter> waiters, DnsAnswer answer) {
        for (Waiter waiter : waiters) {
            if (waiter.loop.inEventLoop()) {
                tell(waiter.callback, answer);
                continue;
            }
            try {
                waiter.loop.execute(() -> tell(waiter.callback, answer));
            } catch (RejectedExecutionException ended) {
                // With its loop whoever waited is gone, too.
            }
        }
    }

    private static void tell(Resolver.Callback callback, DnsAnswer answer) {
        if (answer.isPositive()) {
            callback.resolved(answer.addresses());
        } else if (answer.code() == null) {
            callback.failed(new Failure(Outcome.DNS_TIMEOUT, "no answer from DNS"));
        } else {
            callback.failed(new Failure(Outcome.DNS_FAILED, answer.code()));
        }
    }

    /** One look-up and those who wait for it. What changes is guarded by the name. */
    private final class Renewal implements DnsLookup.Listener {

        private final EventLoop owner;
        private List<Waiter> waiters;
        private @Nullable ScheduledFuture<?> patience;
        private @Nullable KnownName some;
        private boolean isLate;

        /** @param inherited from a look-up whose loop ended */
        Renewal(EventLoop owner, List<Waiter> inherited) {
            this.owner = owner;
            this.waiters = new ArrayList<>(inherited);
        }

        void begin() {
            KnownName present = known;
            if (present != null && present.isUsable(nanoClock.getAsLong())) {
                patience = owner.schedule(this::late, settings.staleAfter().toMillis(), TimeUnit.MILLISECONDS);
            }
            clients.apply(owner).lookUp(host, this);
        }

        /** Nobody waits longer while there are addresses that were good before. */
        private void late() {
            List<Waiter> told;
            DnsAnswer answer;
            synchronized (SharedName.this) {
                KnownName present = known;
                isLate = true;
                if (present == null || !present.isUsable(nanoClock.getAsLong())) {
                    return;
                }
                answer = present.answer();
                told = drain();
            }
            counts.count(DnsCounts.Result.STALE);
            tell(told, answer);
        }

        @Override
        public void found(DnsAnswer answer) {
            counts.count(DnsCounts.Result.ANSWERED);
            List<Waiter> told;
            synchronized (SharedName.this) {
                some = KnownName.of(answer, settings, nanoClock.getAsLong());
                known = some;
                // The other family may take long: that is nobody's to wait for, even when these are used up.
                release();
                told = drain();
            }
            tell(told, answer);
        }

        @Override
        public void finished(DnsAnswer all) {
            List<Waiter> told;
            DnsAnswer answer;
            synchronized (SharedName.this) {
                if (some != null) {
                    // Only more is better, and only than what was found here.
                    if (some.equals(known)
                            && all.addresses().size()
                                    > some.answer().addresses().size()) {
                        known = KnownName.of(all, settings, nanoClock.getAsLong());
                    }
                    return;
                }
                answer = learn(all);
                release();
                told = drain();
            }
            tell(told, answer);
        }

        private DnsAnswer learn(DnsAnswer answer) {
            KnownName present = known;
            long now = nanoClock.getAsLong();
            boolean isFailure = !answer.isPositive() && !answer.isNegative();
            KnownName stale = isFailure && present != null && present.isUsable(now) ? present : null;
            if (!isFailure || !isLate) {
                counts.count(result(answer, stale != null));
            }
            KnownName learnt = stale != null ? stale.afterFailure(now) : KnownName.of(answer, settings, now);
            known = learnt;
            return learnt.answer();
        }

        private static DnsCounts.Result result(DnsAnswer answer, boolean stale) {
            if (answer.isPositive()) {
                return DnsCounts.Result.ANSWERED;
            }
            if (answer.isNegative()) {
                return DnsCounts.Result.NEGATIVE;
            }
            return stale ? DnsCounts.Result.STALE : DnsCounts.Result.FAILED;
        }

        private void release() {
            if (patience != null) {
                patience.cancel(false);
            }
            if (renewal == this) {
                renewal = null;
            }
        }

        private List<Waiter> drain() {
            List<Waiter> told = waiters;
            waiters = new ArrayList<>(1);
            return told;
        }
    }
}
