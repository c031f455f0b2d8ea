package io.sallyport.policy;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a matching route leads to. */
public sealed interface RouteAction permits RouteAction.Send, RouteAction.Reply, RouteAction.Redirect {

    /** Turns the action into a decision for one request. */
    Decision decide(String route, RequestHead head, VirtualHost host, ServicePort port, RandomGenerator random);

    /**
     * Send to one of several destinations (Istio: {@code route}, {@code timeout}, {@code retries}).
     *
     * @param destinations with their weights; those of weight 0 among several never get a request
     * @param timeout null means none (Istio has no default)
     */
    record Send(
            List<WeightedCluster> destinations, @Nullable Duration timeout, RetryPolicy retries)
            implements RouteAction {

        public Send {
            destinations = List.copyOf(destinations);
        }

        @Override
        public Decision decide(
                String route, RequestHead head, VirtualHost host, ServicePort port, RandomGenerator random) {
            Cluster cluster = WeightedCluster.pick(destinations, random);
            return cluster == null
                    ? new Decision.Deny(DenialReason.DESTINATION_UNKNOWN, host.service())
                    : new Decision.Forward(cluster, port, route, timeout, retries);
        }
    }

    /** Answer at once (Istio: {@code directResponse}). */
    record Reply(Decision.Answer answer) implements RouteAction {

        @Override
        public Decision decide(
                String route, RequestHead head, VirtualHost host, ServicePort port, RandomGenerator random) {
            return answer;
        }
    }

    /** Send the client elsewhere (Istio: {@code redirect}). */
    record Redirect(RedirectRule rule) implements RouteAction {

        @Override
        public Decision decide(
                String route, RequestHead head, VirtualHost host, ServicePort port, RandomGenerator random) {
            return rule.answer(route, head);
        }
    }
}
