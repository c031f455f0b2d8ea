package io.sallyport.upstream;

/**
 * What goes on at one cluster at one moment.
 *
 * @param name {@code outbound|443||host}
 * @param connections open ones and those being made, tunnels among them
 * @param requests requests on a connection
 * @param pending requests that wait for a connection
 * @param endpoints addresses that were used of late
 * @param ejected those of them that outlier detection keeps out
 */
public record ClusterReading(String name, int connections, int requests, int pending, int endpoints, int ejected) {}
