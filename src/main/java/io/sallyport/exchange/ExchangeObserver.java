package io.sallyport.exchange;

import io.netty.handler.codec.http.HttpHeaders;

/** Is told of every exchange, on its event loop. Must not block, must not throw. */
public interface ExchangeObserver {

    /** The head was read and the decision made, whatever it is. */
    default void started(Exchange exchange) {}

    /**
     * A try begins.
     *
     * @param outgoing the request's fields as they will be sent, for trace context: set, never add
     */
    default void attemptStarted(Exchange exchange, Attempt attempt, HttpHeaders outgoing) {}

    /** A try is over. */
    default void attemptEnded(Exchange exchange, Attempt attempt) {}

    /** The exchange is over: exactly once, with outcome, status and byte counts final. */
    default void ended(Exchange exchange) {}
}
