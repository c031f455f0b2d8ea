package io.sallyport.upstream;

import io.sallyport.exchange.Exchange;
import java.util.function.IntUnaryOperator;

/**
 * The endpoints of one try: first the one that balancing chose, then as fallbacks the others of its group, then the
 * other groups'.
 */
final class EndpointSequence {

    private final Balancer balancer;
    private final BalancerView view;
    private final int first;
    private int group = -1;
    private int chosenGroup;
    private int step;

    EndpointSequence(Balancer balancer, Exchange exchange, IntUnaryOperator random, long nowNanos) {
        this.balancer = balancer;
        this.view = balancer.view(nowNanos);
        this.first = balancer.choose(view, exchange, random);
    }

    /** The index of the next one in the cluster; {@link Balancer#NONE} when there are no more. */
    int next() {
        if (first == Balancer.NONE) {
            return Balancer.NONE;
        }
        if (step == 0) {
            step = 1;
            return first;
        }
        if (group < 0) {
            findGroup();
        }
        EndpointGroup present = view.groups().get(group);
        if (step < present.size()) {
            int begin = group == chosenGroup ? present.indexOf(first) : 0;
            return present.endpoint((begin + step++) % present.size());
        }
        return nextGroup();
    }

    private void findGroup() {
        group = 0;
        while (!view.groups().get(group).contains(first)) {
            group++;
        }
        chosenGroup = group;
    }

    private int nextGroup() {
        int following = group == chosenGroup ? 0 : group + 1;
        following = following == chosenGroup ? following + 1 : following;
        if (following >= view.groups().size()) {
            return Balancer.NONE;
        }
        group = following;
        step = 1;
        return view.groups().get(group).endpoint(0);
    }

    /** What is known of the endpoint. */
    Host host(int endpoint) {
        return balancer.host(endpoint);
    }
}
