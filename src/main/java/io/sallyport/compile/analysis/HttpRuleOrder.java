package io.sallyport.compile.analysis;

import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.StringMatch;
import io.sallyport.istio.VirtualService;
import io.sallyport.istio.Where;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP rules that are never reached, and matches that say nothing new: an earlier one takes all that they would. */
final class HttpRuleOrder implements Analyzer {

    private static final HttpMatchRequest ANYTHING = anything();

    @Override
    public void run(Listing listing, Findings findings) {
        for (VirtualService owner : listing.virtualServices()) {
            if (owner.http().size() > 1
                    || owner.http().stream().anyMatch(route -> route.match().size() > 1)) {
                run(owner, findings);
            }
        }
    }

    private static void run(VirtualService owner, Findings findings) {
        EarlierMatches earlier = new EarlierMatches();
        HttpRoute all = null;
        for (int i = 0; i < owner.http().size(); i++) {
            HttpRoute route = owner.http().get(i);
            if (all != null) {
                RuleOrder.unreachable(owner, route.where(), all.where(), "has no match and takes everything", findings);
            } else if (route.match().isEmpty()) {
                // What a delegate does not take goes on to the next rule.
                EarlierMatches.Earlier taker = earlier.covering(ANYTHING);
                if (taker != null) {
                    RuleOrder.unreachable(owner, route.where(), taker.match().where(), "takes everything", findings);
                } else if (route.delegate() == null) {
                    all = route;
                }
            } else {
                matches(owner, i, route, earlier, findings);
            }
        }
    }

    private static void matches(
            VirtualService owner, int rule, HttpRoute route, EarlierMatches earlier, Findings findings) {
        int covered = 0;
        EarlierMatches.Earlier last = null;
        for (HttpMatchRequest match : route.match()) {
            EarlierMatches.Earlier taker = earlier.covering(match);
            if (taker == null && route.delegate() == null) {
                earlier.add(match, rule);
            } else if (taker != null && taker.rule() != rule) {
                covered++;
                last = taker;
                RuleOrder.ineffective(owner, match.where(), taker.match().where(), findings);
            } else if (taker != null && !isSpeltOut(match, taker.match())) {
                RuleOrder.ineffective(owner, match.where(), taker.match().where(), findings);
            }
        }
        if (last != null && covered == route.match().size()) {
            RuleOrder.unreachable(
                    owner,
                    route.where(),
                    last.match().where(),
                    "and those before it take all that it matches",
                    findings);
        }
    }

    /** A path that is named beside a prefix of it in one rule does no harm, and Istio is silent about it. */
    private static boolean isSpeltOut(HttpMatchRequest match, HttpMatchRequest taker) {
        return match.uri() instanceof StringMatch.Exact && !(taker.uri() instanceof StringMatch.Exact);
    }

    private static HttpMatchRequest anything() {
        @Nullable StringMatch any = null;
        return new HttpMatchRequest(
                Where.of(""),
                null,
                any,
                any,
                any,
                any,
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                List.of(),
                Map.of(),
                null,
                null);
    }
}
