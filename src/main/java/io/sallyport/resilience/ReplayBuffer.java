package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What the client has sent of a request's body, kept for the next try while it is small enough.
 *
 * <p>The bytes are copied: a slice would keep the whole buffer it was read into, so that a body sent byte by byte could
 * hold a thousand times its size.
 */
final class ReplayBuffer {

    private final int limit;
    private @Nullable ByteBuf kept;
    private boolean whole = true;

    /** @param limit bytes that a running try may add up to; 0 or more */
    ReplayBuffer(int limit) {
        this.limit = limit;
    }

    /** Keeps a copy, or lets go of everything when it would become too much. Takes no ownership. */
    void keep(ByteBuf data) {
        if (!whole) {
            return;
        }
        if (size() + data.readableBytes() > limit) {
            drop();
        } else {
            append(data);
        }
    }

    /** Keeps a copy whatever its size: between two tries nobody else has the bytes. Takes no ownership. */
    void hold(ByteBuf data) {
        if (whole) {
            append(data);
        }
    }

    private void append(ByteBuf data) {
        if (!data.isReadable()) {
            return;
        }
        ByteBuf buffer = kept;
        if (buffer == null) {
            buffer = data.alloc().buffer(data.readableBytes());
            kept = buffer;
        }
        buffer.writeBytes(data, data.readerIndex(), data.readableBytes());
    }

    /** What goes to the next try, the caller's from now on; null when there was no body yet. */
    @Nullable
    ByteBuf replay() {
        return kept == null ? null : kept.copy();
    }

    /** As {@link #replay}, for the last time and without a copy. */
    @Nullable
    ByteBuf handOver() {
        ByteBuf last = kept;
        kept = null;
        whole = false;
        return last;
    }

    /** Lets go of what became too much while it was held. */
    void trim() {
        if (size() > limit) {
            drop();
        }
    }

    /** Nothing can be repeated any more. */
    void drop() {
        whole = false;
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }

    /** Whether all that was sent is still here. */
    boolean isWhole() {
        return whole;
    }

    /** Whether a further piece would still be within the limit. */
    boolean hasRoom() {
        return size() < limit;
    }

    private int size() {
        return kept == null ? 0 : kept.readableBytes();
    }
}
