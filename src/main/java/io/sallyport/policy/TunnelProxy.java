package io.sallyport.policy;

/**
 * A proxy to go through (Istio: {@code TrafficPolicy.tunnel}): the cluster's endpoints are proxies that are asked for
 * the target.
 *
 * @param method {@code CONNECT} or {@code POST}
 * @param host the target's name or address
 * @param port the target's port, 1 to 65535
 */
public record TunnelProxy(String method, String host, int port) {}
