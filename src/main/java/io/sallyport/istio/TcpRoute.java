package io.sallyport.istio;

import java.util.List;

/** One rule for opaque TCP of a VirtualService (Istio {@code TCPRoute}). */
public record TcpRoute(Where where, List<L4MatchAttributes> match, List<RouteDestination> route) {
    public TcpRoute {
        match = List.copyOf(match);
        route = List.copyOf(route);
    }
}
