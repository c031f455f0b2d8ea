package io.sallyport.compile;

import io.sallyport.istio.HttpDirectResponse;
import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.HttpRedirect;
import io.sallyport.istio.HttpRedirect.Derivation;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.HttpRouteDestination;
import io.sallyport.istio.StringMatch;
import io.sallyport.istio.VirtualService;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.HeaderChanges;
import io.sallyport.policy.HttpMatch;
import io.sallyport.policy.RedirectRule;
import io.sallyport.policy.RetryPolicy;
import io.sallyport.policy.RouteAction;
import io.sallyport.policy.Treatment;
import io.sallyport.policy.WeightedDestination;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the HTTP routes of one VirtualService. Matches are compiled once; routes once for each port that a host of
 * the VirtualService has, since a destination without a port means the port asked for.
 */
final class HttpRouteCompiler {

    /**
     * A match, and the conditions that are settled when compiling.
     *
     * @param written its position in {@code match}
     */
    private record Condition(HttpMatchRequest written, HttpMatch compiled) {}

    /** A route with its matches. */
    private record Draft(
            HttpRoute written,
            String name,
            List<Condition> conditions,
            DestinationCompiler destinations,
            TreatmentCompiler treatments) {
        String where() {
            return written.where().file() + ":" + written.where().line();
        }
    }

    private static final int DEFAULT_REDIRECT = 301;

    private final RetryCompiler retries;
    private final VirtualService owner;
    private final Visibility visibility;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Integer, List<io.sallyport.policy.HttpRoute>> byPort = new HashMap<>();

    /**
     * Compiles and checks the matches.
     *
     * @param owner the VirtualService whose hosts the routes are for
     * @param routes its routes, those of delegates among them
     */
    HttpRouteCompiler(
            ProblemCollector problems,
            VirtualService owner,
            List<Delegation.Owned> routes,
            Visibility visibility,
            Registry registry,
            RetryCompiler retries) {
        this.retries = retries;
        this.owner = owner;
        this.visibility = visibility;
        // By identity: a record's hash code goes through all that is in it.
        IdentityHashMap<VirtualService, DestinationCompiler> destinations = new IdentityHashMap<>();
        for (Delegation.Owned owned : routes) {
            ResourceProblems own = problems.of(owned.owner());
            MatchCompiler matches = new MatchCompiler(own, visibility.knowsLabels());
            List<Condition> conditions = new ArrayList<>();
            for (HttpMatchRequest match : owned.route().match()) {
                conditions.add(new Condition(match, matches.compile(match)));
            }
            DestinationCompiler to = destinations.computeIfAbsent(
                    owned.owner(), writer -> new DestinationCompiler(own, owner, writer, visibility, registry));
            drafts.add(new Draft(owned.route(), owned.name(), conditions, to, new TreatmentCompiler(own, to)));
        }
    }

    /** The routes that may apply on a port, in order. */
    List<io.sallyport.policy.HttpRoute> routes(int port) {
        List<io.sallyport.policy.HttpRoute> known = byPort.get(port);
        if (known == null) {
            List<io.sallyport.policy.HttpRoute> routes = new ArrayList<>();
            drafts.forEach(draft -> add(draft, port, routes));
            known = List.copyOf(routes);
            byPort.put(port, known);
        }
        return known;
    }

    /** The timeout of the first route that takes every request to a port; null where there is none. */
    @Nullable
    Duration timeoutOfAll(int port) {
        for (Draft draft : drafts) {
            boolean all = draft.conditions().isEmpty()
                    || draft.conditions().stream()
                            .anyMatch(condition -> canHold(condition.written(), port)
                                    && condition.compiled().takesEverything());
            if (all) {
                return draft.written().timeout();
            }
        }
        return null;
    }

    private void add(Draft draft, int port, List<io.sallyport.policy.HttpRoute> to) {
        List<Condition> possible = draft.conditions().stream()
                .filter(condition -> canHold(condition.written(), port))
                .toList();
        if (possible.isEmpty() && !draft.conditions().isEmpty()) {
            return;
        }
        if (!dependsOnMatch(draft.written()) || possible.isEmpty()) {
            List<HttpMatch> matches = possible.stream().map(Condition::compiled).toList();
            to.add(new io.sallyport.policy.HttpRoute(draft.name(), draft.where(), matches, action(draft, null, port)));
            return;
        }
        for (Condition condition : possible) {
            to.add(new io.sallyport.policy.HttpRoute(
                    draft.name(),
                    draft.where(),
                    List.of(condition.compiled()),
                    action(draft, condition.written(), port)));
        }
    }

    /** What comes behind the prefix that matched is kept, and each match has its own: so each becomes a route. */
    private static boolean dependsOnMatch(HttpRoute route) {
        HttpRedirect redirect = route.redirect();
        return RewriteCompiler.dependsOnMatch(route.rewrite())
                || (redirect != null
                        && redirect.prefixRewrite() != null
                        && !redirect.prefixRewrite().isEmpty());
    }

    private boolean canHold(HttpMatchRequest match, int port) {
        boolean gateways = match.gateways().isEmpty() || visibility.binds(owner, match.gateways());
        boolean portHolds = match.port() == null || match.port() == 0 || match.port() == port;
        String namespace = match.sourceNamespace();
        boolean namespaceHolds = namespace == null || namespace.isEmpty() || namespace.equals(visibility.namespace());
        return gateways
                && portHolds
                && namespaceHolds
                && visibility.selects(match.sourceLabels())
                && !MatchCompiler.asksForClaims(match);
    }

    /** @param match the one the action is for, where it depends on the match; else null */
    private RouteAction action(Draft draft, @Nullable HttpMatchRequest match, int port) {
        HttpRoute route = draft.written();
        HeaderChanges changes = draft.treatments().headers().response(route.headers(), null, false);
        if (route.redirect() != null) {
            // Without a path to match, Envoy matches the prefix "/".
            String prefix = match != null && match.uri() instanceof StringMatch.Prefix written ? written.value() : "/";
            return new RouteAction.Redirect(redirect(route.redirect(), prefix, port), changes);
        }
        if (route.directResponse() != null) {
            return new RouteAction.Reply(reply(route.directResponse(), draft.name(), changes));
        }
        RetryPolicy retryPolicy = retries.compile(route.retries());
        List<WeightedDestination> weighted = new ArrayList<>();
        for (HttpRouteDestination destination : route.route()) {
            int weight = destination.weight() == null ? 0 : Math.max(0, destination.weight());
            Cluster cluster = draft.destinations().compile(destination.destination(), port);
            Treatment treatment = draft.treatments().compile(route, destination, match, port);
            weighted.add(new WeightedDestination(
                    cluster == null
                            ? null
                            : new Decision.Forward(cluster, draft.name(), route.timeout(), retryPolicy, treatment),
                    weight));
        }
        return new RouteAction.Send(weighted);
    }

    private static RedirectRule redirect(HttpRedirect redirect, String prefix, int port) {
        Long code = redirect.redirectCode();
        Integer target = switch (redirect.port()) {
            case null -> null;
            case HttpRedirect.Port fixed -> fixed.number() == 0 ? null : Integer.valueOf((int) fixed.number());
            case HttpRedirect.DerivePort derived ->
                derived.derivation() == Derivation.FROM_REQUEST_PORT ? Integer.valueOf(port) : null;
        };
        String rewrite = redirect.prefixRewrite();
        return new RedirectRule(
                code == null || code == 0 ? DEFAULT_REDIRECT : code.intValue(),
                emptyIsNull(redirect.uri()),
                rewrite == null || rewrite.isEmpty()
                        ? null
                        : new RedirectRule.PrefixRewrite(prefix, WireText.of(rewrite)),
                emptyIsNull(redirect.authority()),
                emptyIsNull(redirect.scheme()),
                target);
    }

    private static @Nullable String emptyIsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : WireText.of(text);
    }

    private static Decision.Answer reply(HttpDirectResponse response, String name, HeaderChanges changes) {
        byte[] body = switch (response.body()) {
            case null -> new byte[0];
            case HttpDirectResponse.Text text -> text.string().getBytes(StandardCharsets.UTF_8);
            case HttpDirectResponse.Bytes bytes -> Base64.getDecoder().decode(bytes.base64());
            case HttpDirectResponse.Unset ignored -> new byte[0];
        };
        Map<String, String> headers = body.length == 0 ? Map.of() : Map.of("content-type", "text/plain");
        return new Decision.Answer(name, (int) response.status(), headers, body, changes);
    }
}
