package io.sallyport.exchange;

import io.netty.channel.EventLoop;

/** Runs things later on an event loop, for deadlines by the hundred thousand that mostly never fire. */
public interface Timer {

    /**
     * Runs {@code task} on {@code loop} after at least {@code millis}, and within 50 ms of it on an idle loop. Called
     * on that loop.
     *
     * @return cancels when called, on that loop; harmless after it fired
     */
    Cancellable after(EventLoop loop, long millis, Runnable task);

    /** Something that can be called off. */
    interface Cancellable {
        void cancel();
    }
}
