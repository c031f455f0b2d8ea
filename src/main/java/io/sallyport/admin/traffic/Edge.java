package io.sallyport.admin.traffic;

import org.jspecify.annotations.Nullable;

/**
 * An arrow of the graph.
 *
 * @param caller who calls
 * @param host as it is listed, or as it was asked for where it is not
 * @param standing what the policy has to say to it
 */
public record Edge(String caller, String host, Standing standing) {

    /** How a host was met. */
    public enum Standing {
        /** Listed, and let through. */
        LISTED,
        /** Not listed, and let through by ALLOW_ANY. */
        UNLISTED,
        /** Denied, listed or not. */
        DENIED
    }

    static Edge of(RecordedExchange exchange) {
        Ruling ruling = exchange.ruling();
        String listed = ruling.listed();
        String host = listed == null ? exchange.asked().host() : listed;
        return new Edge(exchange.caller(), host, standing(ruling.isDenied(), listed));
    }

    private static Standing standing(boolean denied, @Nullable String listed) {
        if (denied) {
            return Standing.DENIED;
        }
        return listed == null ? Standing.UNLISTED : Standing.LISTED;
    }

    /** Whether callers choose its name, so that there may be any number of such. */
    boolean isFreelyNamed() {
        return standing != Standing.LISTED;
    }
}
