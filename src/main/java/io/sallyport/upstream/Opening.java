package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.sallyport.exchange.Failure;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection being opened, perhaps beside others: from the dial until it is ready, has failed, or is no longer
 * wanted. Its place at the gate comes back in each case.
 */
final class Opening implements Dialer.Listener {

    /** Told what becomes of it: that it connected, perhaps, and then that it is ready or has failed. */
    interface Owner {

        /** TCP stands. The owner has it prepared. */
        void connected(Opening opening);

        /** It can be used, and is the owner's. */
        void ready(Opening opening, Channel channel);

        void failed(Opening opening, Failure failure);
    }

    private final InetSocketAddress address;
    private final @Nullable HostUse use;
    private final ConnectionSlot slot;
    private final Owner owner;
    private final long startedNanos = System.nanoTime();
    private @Nullable Channel channel;
    private boolean over;

    /** @param slot its place, taken for it */
    Opening(InetSocketAddress address, @Nullable HostUse use, ConnectionSlot slot, Owner owner) {
        this.address = address;
        this.use = use;
        this.slot = slot;
        this.owner = owner;
    }

    InetSocketAddress address() {
        return address;
    }

    @Nullable
    HostUse use() {
        return use;
    }

    /** Whether it may still become a connection. */
    boolean isUnderWay() {
        return !over;
    }

    /** @param dial begins to connect, and tells this listener how it went */
    void begin(Function<Dialer.Listener, Channel> dial) {
        Channel dialled = dial.apply(this);
        channel = dialled;
        slot.lastsAsLongAs(dialled);
    }

    /** Has it prepared in what is left of the time for connecting. */
    void prepare(Preparation preparation, long timeoutNanos) {
        if (channel == null) {
            throw new IllegalStateException("connection: none (expected: connected)");
        }
        preparation.run(channel, timeoutNanos - (System.nanoTime() - startedNanos), new Dialer.Listener() {
            @Override
            public void connected(Channel prepared) {
                if (over) {
                    prepared.close();
                    return;
                }
                over = true;
                owner.ready(Opening.this, prepared);
            }

            @Override
            public void failed(Failure failure) {
                Opening.this.failed(failure);
            }
        });
    }

    /** Gives it up: the owner hears nothing more. */
    void abandon() {
        over = true;
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void connected(Channel connected) {
        channel = connected;
        if (over) {
            connected.close();
        } else {
            owner.connected(this);
        }
    }

    @Override
    public void failed(Failure failure) {
        // Also for a channel that never was one, and so never closes.
        slot.release();
        if (!over) {
            over = true;
            owner.failed(this, failure);
        }
    }
}
