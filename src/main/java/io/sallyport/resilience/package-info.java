/**
 * What stands between a request and an upstream that is slow or fails: decorators of {@link
 * io.sallyport.exchange.Forwarder}, in request order {@link io.sallyport.resilience.DeadlineForwarder}, {@link
 * io.sallyport.resilience.RetryingForwarder}, {@link io.sallyport.resilience.PerTryTimeoutForwarder}.
 *
 * <p>Before it: the listener, which hands over a request and its decision. After it: upstream, which sends one try. It
 * may see exchange, policy, and Netty's messages and buffers. The rules are Envoy's, as Istio's users know them; where
 * one is stricter here, its class says so.
 *
 * <p>A decorator whose setting is absent returns what the next one returned: nothing stays on the request's path.
 */
@NullMarked
package io.sallyport.resilience;

import org.jspecify.annotations.NullMarked;
