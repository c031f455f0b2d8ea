package io.sallyport.explain;

import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.Explanation;
import io.sallyport.policy.HttpRoute;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.RouteAction;
import io.sallyport.policy.Service;
import io.sallyport.policy.ServicePort;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.TunnelRoute;
import io.sallyport.policy.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells a decision step by step, without sending anything: which host and port, which route and why not the earlier
 * ones, where to, with which bounds. The decision itself is {@link Snapshot#decide}'s; this only tells how it comes.
 */
public final class DecisionNarrator {

    private final DenialExplainer denials = new DenialExplainer();

    /** Tells what becomes of a request under a snapshot. */
    public Narrative tell(Snapshot snapshot, GivenRequest given) {
        List<Step> steps = new ArrayList<>();
        GivenRequest head = normalized(snapshot, given, steps);
        // Zero draws the first destination that has a share.
        Decision decision = snapshot.decide(head, () -> 0L);
        VirtualHost host = snapshot.find(head.host());
        if (head.form() == RequestHead.Form.TUNNEL) {
            steps.add(Step.of("request", tunnel(head, decision)));
        }
        steps.add(host(snapshot, head, host));
        if (host != null) {
            port(head, host, steps);
        }
        Explanation denial = null;
        switch (decision) {
            case Decision.Deny denied -> {
                denial = denials.explain(snapshot, head, denied);
                steps.add(Step.of("denied", denial.detail()));
            }
            case Decision.Answer answer -> steps.add(answer(answer));
            case Decision.Intercept intercept
            when !intercept.hasTls() ->
                steps.add(Step.of(
                        "opened",
                        "no TLS is spoken on this port: each request inside is decided by itself, with routes, timeouts and"
                                + " retries, as if it had come without a tunnel"));
            case Decision.Intercept ignored -> {
                steps.add(Step.of(
                        "intercepted",
                        "with a certificate of the operator's authority; each request inside is decided by itself,"
                                + " with routes, timeouts and retries, and goes out over TLS"));
                if (head.inside() != null) {
                    return inside(snapshot, given, head.inside(), steps);
                }
            }
            case Decision.Forward forward -> {
                steps.addAll(TreatmentTeller.tell(forward.treatment(), head));
                steps.addAll(DestinationTeller.tell(forward.cluster(), head.host(), head.port()));
                if (head.form() == RequestHead.Form.HTTP) {
                    steps.addAll(TimeTeller.tell(forward));
                } else {
                    steps.addAll(TunnelTeller.tell(forward));
                }
            }
        }
        return new Narrative(line(given), steps, decision, verdict(decision, denial), denial);
    }

    /** Goes on with the request in the tunnel; its host and port are the tunnel's. */
    private Narrative inside(Snapshot snapshot, GivenRequest tunnel, GivenRequest request, List<Step> steps) {
        Narrative inner = tell(snapshot, request);
        steps.add(Step.of("inside", inner.request()));
        inner.steps().stream()
                .filter(step -> !step.topic().equals("host") && !step.topic().equals("port"))
                .forEach(steps::add);
        return new Narrative(line(tunnel), steps, inner.decision(), inner.verdict(), inner.denial());
    }

    private static GivenRequest normalized(Snapshot snapshot, GivenRequest given, List<Step> steps) {
        if (given.form() == RequestHead.Form.TUNNEL) {
            return given;
        }
        String path = snapshot.pathNormalization().apply(given.path());
        if (path.equals(given.path())) {
            return given;
        }
        steps.add(Step.of("path", "is taken as " + SafeText.printable(path) + " (pathNormalization)"));
        return given.withPath(path);
    }

    /** How a request comes as a CONNECT, and whether more than that is seen of it. */
    private static String tunnel(RequestHead head, Decision decision) {
        String asked = "CONNECT " + head.host() + ":" + head.port();
        if (!(decision instanceof Decision.Intercept intercept)) {
            return "https:// comes as " + asked
                    + ": method, path and headers are not seen, so HTTP routes, timeouts and retries do not apply";
        }
        return intercept.hasTls()
                ? "https:// comes as " + asked + ", whose TLS ends here"
                : asked + " to a port without TLS: the requests inside are read here";
    }

    private static Step host(Snapshot snapshot, RequestHead head, @Nullable VirtualHost found) {
        String asked = SafeText.host(head.host());
        if (found == null) {
            NearestHost nearest = NearestHost.of(snapshot, head.host());
            boolean open = snapshot.outboundPolicy() == OutboundPolicy.ALLOW_ANY;
            return new Step(
                    "host",
                    asked + " is listed by no ServiceEntry"
                            + (open ? "; the outbound policy ALLOW_ANY lets it through" : ""),
                    nearest == null ? List.of() : List.of("nearest: " + nearest.question(asked)));
        }
        Service service = found.service();
        String by = service == null
                ? "is named by a VirtualService alone"
                : "is listed by ServiceEntry " + service.namespace() + "/" + service.entry() + " (" + service.where()
                        + ")";
        return Step.of("host", asked + " " + by + (found.host().equals(asked) ? "" : " as " + found.host()));
    }

    private static void port(RequestHead head, VirtualHost host, List<Step> steps) {
        PortPolicy policy = host.ports().get(head.port());
        if (policy == null) {
            String listed =
                    host.ports().keySet().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
            steps.add(Step.of(
                    "port",
                    head.port() + " is not listed; "
                            + (listed.isEmpty()
                                    ? "no port is"
                                    : listed + (host.ports().size() == 1 ? " is" : " are"))));
            return;
        }
        ServicePort port = policy.port();
        steps.add(Step.of(
                "port",
                (port.number() == head.port() ? "" : head.port() + " is not listed, so it stands for ")
                        + port.number() + (port.number() == head.port() ? " is listed as " : ", listed as ")
                        + port.name() + " (" + port.protocol() + ")"
                        + (port.targetPort() == port.number() ? "" : ", target port " + port.targetPort())
                        + handling(port)));
        boolean read = port.isRead()
                && (port.https() != HttpsHandling.INTERCEPT || head.scheme().equals("https"));
        if (head.form() == RequestHead.Form.HTTP && read) {
            steps.addAll(routes(policy.routes(), head));
        } else if (head.form() == RequestHead.Form.TUNNEL && port.isTunnelled()) {
            steps.addAll(tunnelRoutes(policy.tunnelRoutes(), head));
        }
    }

    private static String handling(ServicePort port) {
        return switch (port.https()) {
            case TUNNEL -> "";
            case ORIGINATE -> "; sallyport.io/https: originate: called in the clear, TLS is begun here";
            case INTERCEPT -> "; sallyport.io/https: intercept: called through CONNECT, whose TLS ends here";
        };
    }

    private static List<Step> routes(List<HttpRoute> routes, RequestHead head) {
        List<Step> steps = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (HttpRoute route : routes) {
            List<String> mismatches = Mismatch.of(route, head);
            if (route.matches(head)) {
                steps.add(new Step("route", place(route.name(), route.where()) + " matches", passed));
                if (route.action() instanceof RouteAction.Send send
                        && send.destinations().size() > 1) {
                    steps.add(DestinationTeller.shares(send.destinations()));
                }
                return steps;
            }
            passed.add("not " + place(route.name(), route.where()) + ": "
                    + String.join("; nor its other match: ", mismatches));
        }
        steps.add(new Step(
                "route",
                routes.isEmpty() ? "no VirtualService has routes for it: it goes to the listed host" : "none matches",
                passed));
        return steps;
    }

    private static List<Step> tunnelRoutes(List<TunnelRoute> routes, RequestHead head) {
        List<String> passed = new ArrayList<>();
        for (TunnelRoute route : routes) {
            if (route.matches(head)) {
                List<Step> steps = new ArrayList<>();
                steps.add(new Step("route", place(route.name(), route.where()) + " matches", passed));
                if (route.destinations().size() > 1) {
                    steps.add(DestinationTeller.shares(route.destinations()));
                }
                return steps;
            }
            passed.add("not " + place(route.name(), route.where()) + ": it is for other names or addresses");
        }
        return routes.isEmpty() ? List.of() : List.of(new Step("route", "none matches", passed));
    }

    private static String place(String name, String where) {
        return where.isEmpty() ? name : name + " (" + where + ")";
    }

    private static Step answer(Decision.Answer answer) {
        String location = answer.headers().get("location");
        return Step.of(
                "answer",
                answer.status()
                        + (location == null
                                ? " with a body of " + answer.body().length + " bytes"
                                : " to " + SafeText.printable(location)));
    }

    private static String verdict(Decision decision, @Nullable Explanation denial) {
        return switch (decision) {
            case Decision.Forward forward -> "sent to " + forward.cluster().name();
            case Decision.Answer answer -> "answered here with " + answer.status();
            case Decision.Intercept ignored ->
                "intercepted: the requests inside are read, and each is decided by itself";
            case Decision.Deny denied ->
                "denied (" + denied.reason().slug() + ")" + (denial == null ? "" : ": " + denial.title())
                        + (denied.reason() == DenialReason.NO_ROUTE ? ", 404" : "");
        };
    }

    private static String line(GivenRequest given) {
        return given.form() == RequestHead.Form.TUNNEL
                ? "CONNECT " + given.host() + ":" + given.port()
                : SafeText.printable(given.method() + " " + given.scheme() + "://" + given.authority() + given.path());
    }
}
