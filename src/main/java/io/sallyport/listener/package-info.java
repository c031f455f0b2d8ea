/**
 * The front door: accepts what clients send to the outbound port, bounds and normalises it, asks the policy, and writes
 * the answer.
 *
 * <p>Before it: the client's socket, read by {@code http1}. After it: the {@link io.sallyport.exchange.Forwarder} for
 * requests and the {@link io.sallyport.exchange.Connector} for tunnels. It may see exchange, policy and http1, and
 * Netty; nothing else of ours.
 *
 * <p>Reading order: {@link io.sallyport.listener.OutboundListener} accepts; {@code ClientConnection} is the state
 * machine of one connection; {@code RequestTarget} says what a head asks for; {@code HttpRelay} carries a request and
 * its response, {@code TunnelOpening} and {@code Tunnel} a CONNECT; {@code Answers} words what we say ourselves.
 *
 * <p>Threading: a connection and all its exchanges live on one event loop. Only {@code OpenConnections} is shared
 * between loops.
 */
@NullMarked
package io.sallyport.listener;

import org.jspecify.annotations.NullMarked;
