package io.sallyport.upstream;

import io.netty.channel.Channel;

/** A connection's place among those of its cluster: given back once, when the channel closes or never came to be. */
final class ConnectionSlot {

    private final ConnectionGate gate;
    private boolean released;

    ConnectionSlot(ConnectionGate gate) {
        this.gate = gate;
    }

    /** From now on the place lasts as long as the channel. Called on the channel's loop, as all here. */
    void lastsAsLongAs(Channel channel) {
        channel.closeFuture().addListener(closed -> release());
    }

    void release() {
        if (!released) {
            released = true;
            gate.release();
        }
    }
}
