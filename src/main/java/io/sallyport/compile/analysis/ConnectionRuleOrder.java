package io.sallyport.compile.analysis;

import io.sallyport.istio.L4MatchAttributes;
import io.sallyport.istio.TcpRoute;
import io.sallyport.istio.TlsMatchAttributes;
import io.sallyport.istio.TlsRoute;
import io.sallyport.istio.VirtualService;
import io.sallyport.istio.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TLS and TCP rules that are never reached, since earlier ones have the same matches or none. */
final class ConnectionRuleOrder implements Analyzer {

    private static final Where ANYWHERE = Where.of("");

    /** A match without its place, and its place. */
    private record Match(Object conditions, Where where) {}

    /** A rule of either protocol. */
    private record Rule(Where where, List<Match> matches) {}

    /** Where a match was first seen. */
    private record Seen(Where where, int rule) {}

    @Override
    public void run(Listing listing, Findings findings) {
        for (VirtualService owner : listing.virtualServices()) {
            if (!owner.tls().isEmpty()) {
                run(owner, owner.tls().stream().map(ConnectionRuleOrder::rule).toList(), findings);
            }
            if (!owner.tcp().isEmpty()) {
                run(owner, owner.tcp().stream().map(ConnectionRuleOrder::rule).toList(), findings);
            }
        }
    }

    private static void run(VirtualService owner, List<Rule> rules, Findings findings) {
        Map<Object, Seen> seen = new HashMap<>();
        Rule all = null;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (all != null) {
                RuleOrder.unreachable(owner, rule.where(), all.where(), "has no match and takes everything", findings);
            } else if (rule.matches().isEmpty()) {
                all = rule;
            } else {
                matches(owner, i, rule, seen, findings);
            }
        }
    }

    private static void matches(VirtualService owner, int index, Rule rule, Map<Object, Seen> seen, Findings findings) {
        int covered = 0;
        @Nullable Seen last = null;
        for (Match match : rule.matches()) {
            Seen earlier = seen.putIfAbsent(match.conditions(), new Seen(match.where(), index));
            if (earlier != null) {
                RuleOrder.ineffective(owner, match.where(), earlier.where(), findings);
                if (earlier.rule() != index) {
                    covered++;
                    last = earlier;
                }
            }
        }
        if (last != null && covered == rule.matches().size()) {
            RuleOrder.unreachable(
                    owner, rule.where(), last.where(), "and those before it take all that it matches", findings);
        }
    }

    private static Rule rule(TlsRoute route) {
        List<Match> matches = new ArrayList<>();
        for (TlsMatchAttributes match : route.match()) {
            Object conditions = new TlsMatchAttributes(
                    ANYWHERE,
                    match.sniHosts(),
                    match.destinationSubnets(),
                    match.port(),
                    match.sourceLabels(),
                    match.gateways(),
                    match.sourceNamespace());
            matches.add(new Match(conditions, match.where()));
        }
        return new Rule(route.where(), matches);
    }

    private static Rule rule(TcpRoute route) {
        List<Match> matches = new ArrayList<>();
        for (L4MatchAttributes match : route.match()) {
            Object conditions = new L4MatchAttributes(
                    ANYWHERE,
                    match.destinationSubnets(),
                    match.port(),
                    match.sourceSubnet(),
                    match.sourceLabels(),
                    match.gateways(),
                    match.sourceNamespace());
            matches.add(new Match(conditions, match.where()));
        }
        return new Rule(route.where(), matches);
    }
}
