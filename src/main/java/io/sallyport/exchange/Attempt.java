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

    /** Whether TLS was spoken on the new connection. */
    public boolean encrypted;

    /** The name was found, and an address of it checked. */
    public long resolvedNanos;

    /** TCP stood; a proxy's CONNECT and TLS come after it. 0 for a pooled connection. */
    public long openedNanos;

    /** A new connection could be used, TLS included. */
    public long connectedNanos;

    /** The request was written whole. */
    public long requestSentNanos;

    /** The first byte of the response came, be it of an informational one. */
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
