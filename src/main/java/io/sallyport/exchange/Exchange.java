package io.sallyport.exchange;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.policy.Decision;
import io.sallyport.policy.OutwardHeaders;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.Snapshot;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request and all that happened to it. It pins one snapshot from beginning to end, and ends exactly once.
 *
 * <p>Lives on one event loop. The public fields are a record of facts, written by whoever learns them and read by the
 * observers.
 */
public final class Exchange {

    private final EventLoop loop;
    private final Snapshot snapshot;
    private final long generation;
    private final RequestHead head;
    private final Decision decision;
    private final SocketAddress client;
    private final long startedNanos;
    private final ExchangeObserver observer;
    private List<Attempt> attempts = Collections.emptyList();

    /** Who calls; written when it begins, or when that is found out. */
    public CallerLabels caller = CallerLabels.UNKNOWN;

    /** What more is known of the caller, as {@code pid 4711}; empty for nothing. */
    public String callerDetail = "";

    /** Completes when {@link #caller} is as well known as it will be; null where that is now. */
    public @Nullable CompletableFuture<Void> callerToCome;

    /** Bytes of the request's head as HTTP/1 writes it, about; 0 for a tunnel. */
    public int requestHeadBytes;

    /** Bytes of the response's head as HTTP/1 writes it, about; 0 where none was sent. */
    public int responseHeadBytes;

    /** Messages of a gRPC call that came from the client, and that went to it. */
    public long requestMessages;

    public long responseMessages;

    /** Body bytes from the client, for a tunnel all bytes from it. */
    public long bytesReceived;

    /** Body bytes to the client, for a tunnel all bytes to it. */
    public long bytesSent;

    /** The status the client was sent; 0 for none. */
    public int status;

    /** What the response said in {@code grpc-status}, in its head or its trailers; null for nothing. */
    public @Nullable String grpcStatus;

    /** When the first byte of the final response was handed to the client; 0 for never. */
    public long firstByteNanos;

    /**
     * The client's protocol: {@code HTTP/1.1}, {@code HTTP/1.0} or {@code HTTP/2}; {@code -} where none was spoken to us.
     */
    public String protocol = "HTTP/1.1";

    /** The server name of the client's TLS, where its ClientHello was read; null for none. */
    public @Nullable String serverName;

    /** Whether retries were used up and the last failure was passed on (Envoy's URX). */
    public boolean retriesExhausted;

    /** Whether a retry was left out since the cluster had as many as it may have (Envoy's UO). */
    public boolean retryOverflow;

    /** A {@code Set-Cookie} to be added to the response, so that the caller comes back to its endpoint; null for none. */
    public @Nullable String setCookie;

    /** The {@code Origin} as the client sent it, where the route has cross-origin rules; null for none. */
    public @Nullable String origin;

    /** Whether a fault made it wait (Envoy's DI). */
    public boolean delayInjected;

    /** Whether a fault answered it (Envoy's FI). */
    public boolean abortInjected;

    /** What the tracing observer keeps here; nobody else looks. */
    public @Nullable Object span;

    private long endedNanos;
    private @Nullable Outcome outcome;
    private String detail = "";

    public Exchange(
            EventLoop loop,
            Snapshot snapshot,
            long generation,
            RequestHead head,
            Decision decision,
            SocketAddress client,
            long startedNanos,
            ExchangeObserver observer) {
        this.loop = loop;
        this.snapshot = snapshot;
        this.generation = generation;
        this.head = head;
        this.decision = decision;
        this.client = client;
        this.startedNanos = startedNanos;
        this.observer = observer;
    }

    /** Tells the observers that it begins. Called once, by the listener. */
    public void start() {
        observer.started(this);
    }

    /** Opens the record of a try, and tells the observers. Called by the innermost Forwarder, and by Connectors. */
    public Attempt startAttempt(HttpHeaders outgoing) {
        if (attempts.isEmpty()) {
            attempts = new ArrayList<>(2);
        }
        Attempt attempt = new Attempt(attempts.size() + 1, System.nanoTime());
        attempts.add(attempt);
        observer.attemptStarted(this, attempt, outgoing);
        return attempt;
    }

    /** Closes the record of a try, once; later calls change nothing. */
    public void endAttempt(Attempt attempt, Outcome result, String why) {
        if (attempt.outcome != null) {
            return;
        }
        attempt.outcome = result;
        attempt.detail = why;
        attempt.endedNanos = System.nanoTime();
        observer.attemptEnded(this, attempt);
    }

    /** Ends the exchange and tells the observers; only the first call counts. */
    public void end(Outcome result, String why) {
        if (outcome != null) {
            return;
        }
        outcome = result;
        detail = why;
        endedNanos = System.nanoTime();
        observer.ended(this);
    }

    public boolean hasEnded() {
        return outcome != null;
    }

    public EventLoop loop() {
        return loop;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** The generation of the configuration, 1 for the first. */
    public long generation() {
        return generation;
    }

    public RequestHead head() {
        return head;
    }

    public Decision decision() {
        return decision;
    }

    /**
     * The decision, where the exchange is known to be forwarded.
     *
     * @throws IllegalStateException when the decision is another
     */
    public Decision.Forward forward() {
        if (decision instanceof Decision.Forward forward) {
            return forward;
        }
        throw new IllegalStateException("decision: " + decision + " (expected: Forward)");
    }

    /** Which header fields about the inside leave with it; it is known to be forwarded. */
    public OutwardHeaders outward() {
        return snapshot.outward(forward().cluster());
    }

    /** The client's end of the connection. */
    public SocketAddress client() {
        return client;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /** When it ended; 0 while it runs. */
    public long endedNanos() {
        return endedNanos;
    }

    /** How it ended; null while it runs. */
    public @Nullable Outcome outcome() {
        return outcome;
    }

    /** More about the outcome; empty when there is none. */
    public String detail() {
        return detail;
    }

    /** The tries so far, first to last. */
    public List<Attempt> attempts() {
        return Collections.unmodifiableList(attempts);
    }
}
