/**
 * The data plane's words: what listener, resilience, upstream and telemetry say to each other, since they never see
 * each other.
 *
 * <p>One {@link io.sallyport.exchange.Exchange} is one request with all that happened to it. A {@link
 * io.sallyport.exchange.Forwarder} sends it on; decorators of Forwarder bound and repeat it; an {@link
 * io.sallyport.exchange.ExchangeObserver} is told how it went. It may see policy, and Netty's messages and buffers.
 *
 * <p>Threading: everything about an exchange happens on its one event loop. No type here is thread-safe, none needs to
 * be, but {@link io.sallyport.exchange.ClusterLoad}: all loops count there what goes on at one cluster.
 */
@NullMarked
package io.sallyport.exchange;

import org.jspecify.annotations.NullMarked;
