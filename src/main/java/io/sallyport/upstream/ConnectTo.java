package io.sallyport.upstream;

import io.sallyport.policy.Endpoint;
import io.sallyport.policy.IpLiteral;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Endpoints led elsewhere, as curl's {@code --connect-to} does: for tests and demos, where a name must keep its name
 * and yet lead to a stub. The operator writes the address, so the address guard lets it pass.
 */
public final class ConnectTo {

    private static final String SHAPE = "HOST:PORT:ADDRESS:PORT, such as www.example.com:80:127.0.0.1:8080";

    private final Map<String, Endpoint> byHostAndPort;

    private ConnectTo(Map<String, Endpoint> byHostAndPort) {
        this.byHostAndPort = Map.copyOf(byHostAndPort);
    }

    /** Leads nothing elsewhere. */
    public static ConnectTo nothing() {
        return new ConnectTo(Map.of());
    }

    /**
     * Reads rules.
     *
     * @param rules each {@code HOST:PORT:ADDRESS:PORT}, an IPv6 address in brackets
     * @throws IllegalArgumentException when one is not of that shape; the message names it
     */
    public static ConnectTo parse(List<String> rules) {
        Map<String, Endpoint> byHostAndPort = new HashMap<>();
        for (String rule : rules) {
            int host = rule.indexOf(':');
            int port = rule.indexOf(':', host + 1);
            int address = rule.lastIndexOf(':');
            if (host <= 0 || port < 0 || address <= port) {
                throw wrong(rule);
            }
            byHostAndPort.put(
                    rule.substring(0, host).toLowerCase(Locale.ROOT) + ":"
                            + number(rule, rule.substring(host + 1, port)),
                    endpoint(rule, rule.substring(port + 1, address), rule.substring(address + 1)));
        }
        return new ConnectTo(byHostAndPort);
    }

    /** Where the endpoint leads: itself, unless a rule says otherwise. */
    Endpoint of(Endpoint endpoint) {
        if (byHostAndPort.isEmpty()) {
            return endpoint;
        }
        return byHostAndPort.getOrDefault(endpoint.address() + ":" + endpoint.port(), endpoint);
    }

    private static Endpoint endpoint(String rule, String address, String port) {
        String bare =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        if (IpLiteral.parse(bare) == null) {
            throw wrong(rule);
        }
        return new Endpoint(bare, number(rule, port), 1, Map.of(), true);
    }

    private static int number(String rule, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0 && number < 65_536) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with what was expected.
        }
        throw wrong(rule);
    }

    private static IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException("connect-to: \"" + rule + "\" (expected: " + SHAPE + ")");
    }
}
