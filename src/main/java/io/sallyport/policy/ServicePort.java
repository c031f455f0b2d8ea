package io.sallyport.policy;

/**
 * A port of a listed host (Istio: {@code ServicePort}).
 *
 * @param number the port a request names, 1 to 65535
 * @param name the port's name, the key of {@code endpoints[].ports}
 * @param protocol what is spoken on it
 * @param targetPort the port connected to where an endpoint names none; equal to {@code number} by default
 * @param https how calls are carried where the port speaks HTTPS; {@link HttpsHandling#TUNNEL} for all others
 */
public record ServicePort(int number, String name, Protocol protocol, int targetPort, HttpsHandling https) {

    /** Handled as its protocol says. */
    public ServicePort(int number, String name, Protocol protocol, int targetPort) {
        this(number, name, protocol, targetPort, HttpsHandling.TUNNEL);
    }

    /** Whether requests to it are read, so that routes, timeouts and retries apply. */
    public boolean isRead() {
        return protocol.isHttp() || https != HttpsHandling.TUNNEL;
    }

    /** Whether it is reached through tunnels whose bytes nobody reads. */
    public boolean isTunnelled() {
        return protocol.isTunnelled() && https == HttpsHandling.TUNNEL;
    }

    /** Whether requests may come to it in the clear. */
    boolean takesPlainHttp() {
        return https == HttpsHandling.ORIGINATE || (https == HttpsHandling.TUNNEL && protocol.isHttp());
    }
}
