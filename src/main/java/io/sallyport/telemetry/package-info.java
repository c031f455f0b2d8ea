/**
 * What can be seen from outside: metrics, spans and the access log, each an {@link
 * io.sallyport.exchange.ExchangeObserver}.
 *
 * <p>Before it: whoever carries an {@link io.sallyport.exchange.Exchange} tells its observer how it goes. After it:
 * Prometheus, an OpenTelemetry collector, a file. Nothing of ours depends on what happens here. It may see exchange,
 * policy, Micrometer and the Prometheus client under it, OpenTelemetry, and Netty's header collection.
 *
 * <p>Threading: observers are called on event loops, many at once, and so never block and share nothing but counters
 * and queues.
 */
@NullMarked
package io.sallyport.telemetry;

import org.jspecify.annotations.NullMarked;
