package io.sallyport.policy;

/**
 * A port of a listed host (Istio: {@code ServicePort}).
 *
 * @param number the port a request names, 1 to 65535
 * @param name the port's name, the key of {@code endpoints[].ports}
 * @param protocol what is spoken on it
 * @param targetPort the port connected to where an endpoint names none; equal to {@code number} by default
 */
public record ServicePort(int number, String name, Protocol protocol, int targetPort) {}
