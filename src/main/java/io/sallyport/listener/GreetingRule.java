package io.sallyport.listener;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.IpLiteral;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.TunnelRules;
import io.sallyport.policy.VirtualHost;
import io.sallyport.tls.Alert;
import io.sallyport.tls.Greeting;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Holds a tunnel's first bytes against what was allowed. The list of hosts is about the host of the CONNECT; a server
 * that has many hosts serves the one the ClientHello names, so both have to be one.
 */
final class GreetingRule {

    /**
     * Why nothing of a tunnel goes upstream.
     *
     * @param failure how the exchange ends
     * @param alert what the client is told
     */
    record Refusal(Failure failure, Alert alert) {}

    private GreetingRule() {}

    /** Why the greeting is refused; null where it may pass. */
    static @Nullable Refusal refusal(Exchange exchange, TunnelRules rules, Greeting greeting) {
        return switch (greeting) {
            case Greeting.Partial ignored -> null;
            case Greeting.NotTls ignored ->
                rules.tls()
                        ? new Refusal(
                                new Failure(Outcome.CLIENT_NOT_TLS, "no ClientHello for " + target(exchange)),
                                Alert.HANDSHAKE_FAILURE)
                        : null;
            case Greeting.Malformed malformed ->
                new Refusal(
                        new Failure(Outcome.CLIENT_NOT_TLS, "malformed ClientHello: " + malformed.reason()),
                        Alert.HANDSHAKE_FAILURE);
            case Greeting.ClientHello hello -> refusal(exchange, rules, hello);
        };
    }

    private static @Nullable Refusal refusal(Exchange exchange, TunnelRules rules, Greeting.ClientHello hello) {
        String host = exchange.head().host();
        String name = hello.serverName();
        if (name == null) {
            return rules.serverNameRequired()
                    ? new Refusal(mismatch("no server name", exchange), Alert.ACCESS_DENIED)
                    : null;
        }
        if (name.equals(host)) {
            return null;
        }
        InetAddress address = IpLiteral.parse(host);
        if (address != null) {
            return isListedAt(exchange.snapshot(), name, exchange.head(), address)
                    ? null
                    : new Refusal(mismatch("server name " + name, exchange), Alert.UNRECOGNIZED_NAME);
        }
        // Where no name is asked for, one that may be an envelope's is as good as none.
        boolean envelope = hello.encrypted() && rules.tls() && !rules.serverNameRequired();
        return envelope
                ? null
                : new Refusal(
                        mismatch(
                                (hello.encrypted() ? "encrypted, outer server name " : "server name ") + name,
                                exchange),
                        Alert.UNRECOGNIZED_NAME);
    }

    /** Whether a tunnel that asked for an address goes to where the host of that name is listed. */
    private static boolean isListedAt(Snapshot snapshot, String name, RequestHead head, InetAddress address) {
        VirtualHost host = IpLiteral.isAddressLike(name) ? null : snapshot.find(name);
        PortPolicy port = host == null ? null : host.ports().get(head.port());
        Cluster cluster = port == null ? null : port.cluster();
        return cluster != null && cluster.listedAddresses().stream().anyMatch(range -> range.contains(address));
    }

    private static Failure mismatch(String found, Exchange exchange) {
        return new Failure(Outcome.SERVER_NAME_MISMATCH, found + ", tunnel for " + target(exchange));
    }

    private static String target(Exchange exchange) {
        return exchange.head().host();
    }
}
