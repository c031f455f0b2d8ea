package io.sallyport.upstream;

import io.netty.channel.Channel;

/** What is done on a new connection before it can be used. */
interface Preparation {

    /** A connection is used as it is. */
    Preparation NONE = (channel, nanos, listener) -> listener.connected(channel);

    /**
     * Prepares the channel, on its loop.
     *
     * @param nanos the time left; what takes longer has failed
     * @param listener told once; a channel that failed is closed
     */
    void run(Channel channel, long nanos, Dialer.Listener listener);

    /** This, then another within the same time. */
    default Preparation then(Preparation next) {
        if (equals(NONE)) {
            return next;
        }
        return next.equals(NONE) ? this : new Sequence(this, next);
    }

    /** One after the other. */
    record Sequence(Preparation first, Preparation second) implements Preparation {
        @Override
        public void run(Channel channel, long nanos, Dialer.Listener listener) {
            long end = System.nanoTime() + nanos;
            first.run(channel, nanos, new Dialer.Listener() {
                @Override
                public void connected(Channel prepared) {
                    second.run(prepared, end - System.nanoTime(), listener);
                }

                @Override
                public void failed(io.sallyport.exchange.Failure failure) {
                    listener.failed(failure);
                }
            });
        }
    }
}
