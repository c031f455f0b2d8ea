package io.sallyport.istio;

import java.util.List;

/** One rule for opaque TLS of a VirtualService (Istio {@code TLSRoute}). */
public record TlsRoute(Where where, List<TlsMatchAttributes> match, List<RouteDestination> route) {
    public TlsRoute {
        match = List.copyOf(match);
        route = List.copyOf(route);
    }
}
