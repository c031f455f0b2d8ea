/**
 * The far side: resolve, check every address, connect to that same address, send. The only room with a client in it.
 *
 * <p>Before it: {@code resilience} calls {@link io.sallyport.upstream.PooledForwarder} once a try, {@code listener}
 * calls {@link io.sallyport.upstream.TcpConnector} once a tunnel. After it: the network. It may see exchange, policy and
 * http1.
 *
 * <p>A request's way: {@link io.sallyport.upstream.Candidates} turns its cluster into addresses, one after the other,
 * by way of {@link io.sallyport.upstream.Resolver} and {@link io.sallyport.upstream.AddressGuard}; {@link
 * io.sallyport.upstream.Dialing} takes a pooled connection to one or opens a new one; {@link
 * io.sallyport.upstream.UpstreamCall} is the request on that connection.
 *
 * <p>Threading: all that belongs to an exchange is called on its event loop. Pools and name caches are one a loop, so
 * nothing here takes a lock. Nothing blocks.
 */
@NullMarked
package io.sallyport.upstream;

import org.jspecify.annotations.NullMarked;
