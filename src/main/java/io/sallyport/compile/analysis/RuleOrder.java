package io.sallyport.compile.analysis;

import io.sallyport.istio.VirtualService;
import io.sallyport.istio.Where;

/** The words for rules that come too late, the same for all protocols. */
final class RuleOrder {

    private RuleOrder() {}

    static void unreachable(VirtualService owner, Where rule, Where taker, String why, Findings findings) {
        findings.warning(
                owner,
                rule,
                "unreachable-route",
                null,
                owner.title() + " never reaches this rule: " + taker.path().replaceFirst("^spec\\.", "") + " in line "
                        + taker.line() + " " + why + " (IST0130)");
    }

    static void ineffective(VirtualService owner, Where match, Where taker, Findings findings) {
        findings.warning(
                owner,
                match,
                "ineffective-match",
                null,
                "this match of " + owner.title() + " changes nothing: "
                        + taker.path().replaceFirst("^spec\\.", "") + " in line " + taker.line()
                        + " comes first and takes all that it would (IST0131)");
    }
}
