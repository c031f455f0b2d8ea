package io.sallyport.compile.analysis;

import io.sallyport.istio.Destination;
import io.sallyport.istio.HttpMirrorPolicy;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.HttpRouteDestination;
import io.sallyport.istio.RouteDestination;
import io.sallyport.istio.TcpRoute;
import io.sallyport.istio.TlsRoute;
import io.sallyport.istio.VirtualService;
import java.util.ArrayList;
import java.util.List;

/** All destinations of a VirtualService: of HTTP, mirrors, TLS and TCP. */
final class Destinations {

    private Destinations() {}

    static List<Destination> of(VirtualService owner) {
        List<Destination> destinations = new ArrayList<>();
        for (HttpRoute route : owner.http()) {
            route.route().stream().map(HttpRouteDestination::destination).forEach(destinations::add);
            if (route.mirror() != null) {
                destinations.add(route.mirror());
            }
            route.mirrors().stream().map(HttpMirrorPolicy::destination).forEach(destinations::add);
        }
        for (TlsRoute route : owner.tls()) {
            route.route().stream().map(RouteDestination::destination).forEach(destinations::add);
        }
        for (TcpRoute route : owner.tcp()) {
            route.route().stream().map(RouteDestination::destination).forEach(destinations::add);
        }
        return destinations;
    }
}
