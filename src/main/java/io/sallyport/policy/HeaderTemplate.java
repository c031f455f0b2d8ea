package io.sallyport.policy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of a header that is set, with what is only known of a request in its place (Envoy: command operators). */
public record HeaderTemplate(List<Part> parts) {

    /** A piece of the value. */
    public sealed interface Part {
        /** Text as it is written. */
        record Literal(String text) implements Part {}

        /**
         * {@code %REQ(name?alternative):length%}: a header of the request.
         *
         * @param alternative the one that is taken where the first is absent; null for none
         * @param longest characters taken, 0 or more
         */
        record RequestHeader(String name, @Nullable String alternative, int longest) implements Part {}

        /** {@code %DOWNSTREAM_REMOTE_ADDRESS%}, or the same {@code _WITHOUT_PORT}. */
        record ClientAddress(boolean withPort) implements Part {}

        /** {@code %PROTOCOL%}: that of the client. */
        record Protocol() implements Part {}
    }

    public HeaderTemplate {
        parts = List.copyOf(parts);
    }

    /** A value without variables. */
    public static HeaderTemplate literal(String text) {
        return new HeaderTemplate(List.of(new Part.Literal(text)));
    }

    /** The value for one request; empty where all that it consists of is absent. */
    public String render(RequestHead head, SocketAddress client, String protocol) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Literal literal) {
            return literal.text();
        }
        StringBuilder value = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> value.append(literal.text());
                case Part.RequestHeader header -> value.append(text(header, head));
                case Part.ClientAddress address -> value.append(text(address, client));
                case Part.Protocol ignored -> value.append(protocol);
            }
        }
        return value.toString();
    }

    private static String text(Part.RequestHeader header, RequestHead head) {
        String value = value(head, header.name());
        if (value == null && header.alternative() != null) {
            value = value(head, header.alternative());
        }
        return value == null ? "" : value.substring(0, Math.min(value.length(), header.longest()));
    }

    private static @Nullable String value(RequestHead head, String name) {
        return switch (name) {
            case ":method" -> head.method();
            case ":scheme" -> head.scheme();
            case ":path" -> head.path();
            case ":authority", "host" -> head.authority();
            default -> head.header(name);
        };
    }

    private static String text(Part.ClientAddress address, SocketAddress client) {
        if (!(client instanceof InetSocketAddress socket)) {
            return "";
        }
        String host = socket.getAddress() == null
                ? socket.getHostString()
                : socket.getAddress().getHostAddress();
        String bracketed = address.withPort() && host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return address.withPort() ? bracketed + ":" + socket.getPort() : bracketed;
    }
}
