package io.sallyport.upstream;

import io.sallyport.exchange.ClusterLoad;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call's part in opening connections that several requests will use: the first call of a key dials, those behind it
 * wait for what comes of that, so that a burst of requests does not open a connection each.
 */
final class Sharing implements SharedConnections.Follower {

    /** Whose part it is. */
    interface Owner {

        /** Look at the candidate again. */
        void again(InetSocketAddress address);

        /** There are too many that wait. */
        void tooManyWait();
    }

    private final HttpOffer offer;
    private final LoopPool pool;
    private final ClusterLoad load;
    private final int maxPending;
    private final Owner owner;
    private final List<LoopPool.Key> led = new ArrayList<>(0);
    private @Nullable InetSocketAddress awaited;
    private boolean alone;

    /** @param maxPending how many may wait at a time */
    Sharing(HttpOffer offer, LoopPool pool, ClusterLoad load, int maxPending, Owner owner) {
        this.offer = offer;
        this.pool = pool;
        this.load = load;
        this.maxPending = maxPending;
        this.owner = owner;
    }

    /** Whether the owner waits for another's connection; otherwise it dials, perhaps with others behind it. */
    boolean waits(LoopPool.Key key, InetSocketAddress address) {
        SharedConnections shared = pool.shared();
        boolean mayShare = offer == HttpOffer.HTTP2 || (offer == HttpOffer.EITHER && shared.knows(key));
        // What the owner dials itself it does not wait for: an address may come back that lost a race.
        if (!mayShare || alone || led.contains(key)) {
            return false;
        }
        if (!shared.isDialled(key)) {
            shared.lead(key);
            led.add(key);
            return false;
        }
        if (!load.beginPending(maxPending)) {
            owner.tooManyWait();
            return true;
        }
        awaited = address;
        shared.follow(key, this);
        return true;
    }

    /** The owner dialled this: it settles by itself where it is shared. */
    void connected(UpstreamConnection connection) {
        if (connection instanceof MultiplexedConnection) {
            led.remove(connection.key());
        }
    }

    @Override
    public void settled(boolean shared) {
        InetSocketAddress address = awaited;
        if (address == null) {
            return;
        }
        awaited = null;
        load.endPending();
        // Where there is nothing to share, nobody waits for a second failure of the same kind.
        alone = !shared;
        owner.again(address);
    }

    /** The owner has a connection, or needs none any more. */
    void end() {
        if (awaited != null) {
            awaited = null;
            load.endPending();
        }
        while (!led.isEmpty()) {
            pool.shared().settle(led.removeLast(), false);
        }
    }
}
