package io.sallyport.compile;

import io.sallyport.istio.Destination;
import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.HttpMirrorPolicy;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.HttpRouteDestination;
import io.sallyport.istio.Percent;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Mirror;
import io.sallyport.policy.Treatment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what a route does to a request and its response besides sending it somewhere. */
final class TreatmentCompiler {

    private final HeadersCompiler headers;
    private final CorsCompiler cors;
    private final DestinationCompiler destinations;

    TreatmentCompiler(ResourceProblems problems, DestinationCompiler destinations) {
        this.headers = new HeadersCompiler(problems);
        this.cors = new CorsCompiler(problems);
        this.destinations = destinations;
    }

    /**
     * The treatment of what goes to one destination.
     *
     * @param match whose path a rewrite replaces; null for a route without matches
     * @param port the port asked for
     */
    Treatment compile(HttpRoute route, HttpRouteDestination destination, @Nullable HttpMatchRequest match, int port) {
        boolean weighted = route.route().size() > 1;
        Treatment treatment = new Treatment(
                RewriteCompiler.path(route.rewrite(), match),
                headers.authority(route.rewrite(), route.headers(), destination.headers()),
                headers.request(route.headers(), destination.headers(), weighted),
                headers.response(route.headers(), destination.headers(), weighted),
                FaultCompiler.compile(route.fault()),
                mirrors(route, port),
                cors.compile(route.corsPolicy()));
        return treatment.equals(Treatment.NONE) ? Treatment.NONE : treatment;
    }

    HeadersCompiler headers() {
        return headers;
    }

    private List<Mirror> mirrors(HttpRoute route, int port) {
        List<Mirror> mirrors = new ArrayList<>();
        if (route.mirror() != null) {
            mirror(route.mirror(), share(route), port, mirrors);
        }
        for (HttpMirrorPolicy policy : route.mirrors()) {
            mirror(policy.destination(), share(policy.percentage()), port, mirrors);
        }
        return mirrors;
    }

    private void mirror(Destination destination, double share, int port, List<Mirror> mirrors) {
        Cluster cluster = share > 0 ? destinations.compileMirror(destination, port) : null;
        if (cluster != null) {
            mirrors.add(new Mirror(cluster, share));
        }
    }

    /** All requests where no share is given; the old field counts where the new one is absent. */
    private static double share(HttpRoute route) {
        return route.mirrorPercentage() == null && route.mirrorPercent() != null
                ? route.mirrorPercent()
                : share(route.mirrorPercentage());
    }

    private static double share(@Nullable Percent percent) {
        if (percent == null) {
            return 100;
        }
        return percent.value() == null ? 0 : percent.value();
    }
}
