package io.sallyport.policy;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a matching route leads to. */
public sealed interface RouteAction permits RouteAction.Send, RouteAction.Reply, RouteAction.Redirect {

    /**
     * Turns the action into a decision for one request.
     *
     * @param service the host that was asked for, for what is refused; null where only a VirtualService names it
     */
    Decision decide(String route, RequestHead head, @Nullable Service service, RandomGenerator random);

    /**
     * Send to one of several destinations (Istio: {@code route}).
     *
     * @param destinations with their weights; those of weight 0 among several never get a request
     */
    record Send(List<WeightedDestination> destinations) implements RouteAction {

        public Send {
            destinations = List.copyOf(destinations);
        }

        @Override
        public Decision decide(String route, RequestHead head, @Nullable Service service, RandomGenerator random) {
            Decision drawn = WeightedDestination.pick(destinations, service, random);
            CorsRule cors = drawn instanceof Decision.Forward forward
                    ? forward.treatment().cors()
                    : null;
            Decision preflight = cors == null ? null : cors.preflight(route, head);
            return preflight == null ? drawn : preflight;
        }
    }

    /** Answer at once (Istio: {@code directResponse}). */
    record Reply(Decision.Answer answer) implements RouteAction {

        @Override
        public Decision decide(String route, RequestHead head, @Nullable Service service, RandomGenerator random) {
            return answer;
        }
    }

    /** Send the client elsewhere (Istio: {@code redirect}). */
    record Redirect(RedirectRule rule, HeaderChanges changes) implements RouteAction {

        /** Without changes to the answer's headers. */
        public Redirect(RedirectRule rule) {
            this(rule, HeaderChanges.NONE);
        }

        @Override
        public Decision decide(String route, RequestHead head, @Nullable Service service, RandomGenerator random) {
            return rule.answer(route, head, changes);
        }
    }
}
