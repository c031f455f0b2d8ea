/**
 * The far side: resolve, check every address, connect to that same address, send. The only room with a client in it.
 *
 * <p>Before it: {@code resilience} calls {@link io.sallyport.upstream.PooledForwarder} once a try, {@code listener}
 * calls {@link io.sallyport.upstream.TcpConnector} once a tunnel. After it: the network. It may see exchange, policy and
 * http1.
 *
 * <p>A request's way: {@link io.sallyport.upstream.Candidates} turns its cluster into addresses, one after the other,
 * by way of {@link io.sallyport.upstream.Resolver} and {@link io.sallyport.upstream.AddressGuard}; {@link
 * io.sallyport.upstream.Dialing} takes a pooled connection to one or opens a new one, racing a name's addresses; {@link
 * io.sallyport.upstream.UpstreamCall} is the request on that connection. It sees a {@link
 * io.sallyport.upstream.RequestLane}: a connection of HTTP/1 for as long as the request lasts, or a stream of a {@link
 * io.sallyport.upstream.MultiplexedConnection}, which stays in the pool meanwhile.
 *
 * <p>What a DestinationRule says is kept by {@link io.sallyport.upstream.ClusterState}, one for each cluster's name:
 * {@link io.sallyport.upstream.Balancer} chooses endpoints, {@link io.sallyport.upstream.Outliers} leaves failing ones
 * out, {@link io.sallyport.upstream.ConnectionGate} holds connections to their bound.
 *
 * <p>Threading: all that belongs to an exchange is called on its event loop. Pools are one a loop. Names
 * and the state of a cluster are shared by all loops: counted and read without locks; short locks are taken where a name
 * is to be looked up, where a bound on connections is reached, and where a host is ejected or returns. Nothing blocks.
 */
@NullMarked
package io.sallyport.upstream;

import org.jspecify.annotations.NullMarked;
