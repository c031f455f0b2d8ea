package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The names that all event loops know together. A name is asked for once, however many loops there are: with a cache a
 * loop, each would ask, each would see another order of addresses and another moment of change, and the first request of
 * each would wait.
 *
 * <p>To find a name that is known takes one look into a concurrent map and no lock. The lock here is taken for a name
 * that is new, to keep to the bound.
 */
final class NameCache {

    private final DnsSettings settings;
    private final Function<EventLoop, DnsClient> clients;
    private final LongSupplier nanoClock;
    private final DnsCounts counts;
    private final Map<String, SharedName> names = new ConcurrentHashMap<>();
    private final ArrayDeque<SharedName> inOrder = new ArrayDeque<>();

    NameCache(DnsSettings settings, Function<EventLoop, DnsClient> clients, LongSupplier nanoClock, DnsCounts counts) {
        this.settings = settings;
        this.clients = clients;
        this.nanoClock = nanoClock;
        this.counts = counts;
    }

    void resolve(EventLoop loop, String host, Resolver.Callback callback) {
        SharedName found = names.get(host);
        (found != null ? found : add(host)).resolve(loop, callback);
    }

    /** Those under way are told all the same to who waits for them when they make room. */
    private synchronized SharedName add(String host) {
        SharedName present = names.get(host);
        if (present != null) {
            return present;
        }
        while (inOrder.size() >= settings.cacheEntries()) {
            SharedName oldest = inOrder.removeFirst();
            if (oldest.wasWanted()) {
                // Once more round. Nobody is spared twice unless it was asked for in between, so this ends.
                inOrder.addLast(oldest);
            } else {
                names.remove(oldest.host());
            }
        }
        SharedName added = new SharedName(host, settings, clients, nanoClock, counts);
        names.put(host, added);
        inOrder.addLast(added);
        return added;
    }

    /** How many names are kept. */
    int size() {
        return names.size();
    }
}
