package io.sallyport.exchange;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One try of an exchange. All times are {@link System#nanoTime} values; 0 means it never came to that. */
public final class Attempt {

    private final int number;
    private final long startedNanos;

    /** Where it went; null until connected. */
    public @Nullable InetSocketAddress address;

    /** Whether a pooled connection was used. */
    public boolean connectionReused;

    public long resolvedNanos;
    public long connectedNanos;
    public long requestSentNanos;
    public long firstByteNanos;
    public long endedNanos;

    /** The response's status; 0 when none came. */
    public int status;

    /** How it ended; null while it runs. */
    public @Nullable Outcome outcome;

    /** More about the outcome; empty when there is none. */
    public String detail = "";

    /** What the tracing observer keeps here; nobody else looks. */
    public @Nullable Object span;

    Attempt(int number, long startedNanos) {
        this.number = number;
        this.startedNanos = startedNanos;
    }

    /** 1 for the first try. */
    public int number() {
        return number;
    }

    public long startedNanos() {
        return startedNanos;
    }
}
