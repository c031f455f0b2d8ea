/**
 * The front door: accepts what clients send to the outbound port, bounds and normalises it, asks the policy, and writes
 * the answer.
 *
 * <p>Before it: the client's socket, read by {@code http1} and {@code http2}. After it: the {@link
 * io.sallyport.exchange.Forwarder} for requests and the {@link io.sallyport.exchange.Connector} for tunnels. It may see
 * exchange, policy, http1 and http2, and Netty; nothing else of ours.
 *
 * <p>Reading order: {@link io.sallyport.listener.OutboundListener} accepts; {@code VersionChoice} finds out which HTTP a
 * client speaks; {@code ClientConnection} is the state machine of one connection of HTTP/1, {@code ClientStream} of one
 * stream of HTTP/2, and either is the {@code Caller} of a request; {@code RequestTarget} says what a head asks for;
 * {@code HttpRelay} carries a request and its response, {@code TunnelOpening} and {@code Tunnel} a CONNECT, {@code
 * Interception} and {@code TlsReception} one whose TLS ends here; {@code Answers} words what we say ourselves.
 *
 * <p>Threading: a connection and all its exchanges live on one event loop. Only {@code OpenConnections} is shared
 * between loops.
 */
@NullMarked
package io.sallyport.listener;

import org.jspecify.annotations.NullMarked;
