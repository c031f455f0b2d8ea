package io.sallyport.explain;

import io.sallyport.policy.CorsRule;
import io.sallyport.policy.FaultPolicy;
import io.sallyport.policy.HeaderChanges;
import io.sallyport.policy.HeaderChanges.Operation;
import io.sallyport.policy.Mirror;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a route changes in a request and its response. Values that are set are not shown: they may be secrets. */
final class TreatmentTeller {

    private TreatmentTeller() {}

    static List<Step> tell(Treatment treatment, RequestHead head) {
        List<Step> steps = new ArrayList<>();
        FaultPolicy fault = treatment.fault();
        if (fault != null) {
            steps.add(fault(fault));
        }
        if (treatment.path() != null) {
            String path = SafeText.printable(treatment.path().apply(head.path()));
            steps.add(Step.of("rewrite", "the path becomes " + path));
        }
        if (treatment.authority() != null) {
            steps.add(Step.of("rewrite", "Host becomes " + SafeText.printable(treatment.authority())));
        }
        changes("request headers", treatment.request(), steps);
        changes("response headers", treatment.response(), steps);
        for (Mirror mirror : treatment.mirrors()) {
            steps.add(Step.of(
                    "mirror",
                    DestinationTeller.percent(mirror.percentage()) + " are copied to "
                            + mirror.cluster().name() + "; its answers are thrown away"));
        }
        CorsRule cors = treatment.cors();
        if (cors != null) {
            steps.add(Step.of("cors", "preflights of allowed origins are answered here"));
        }
        return steps;
    }

    private static Step fault(FaultPolicy fault) {
        List<String> details = new ArrayList<>();
        if (fault.delay() != null) {
            details.add(DestinationTeller.percent(fault.delay().percentage()) + " wait "
                    + Durations.words(fault.delay().duration()) + ", which the timeout does not count");
        }
        if (fault.abort() != null) {
            details.add(DestinationTeller.percent(fault.abort().percentage()) + " get "
                    + fault.abort().status() + " and are not sent");
        }
        return new Step("fault", "injected on purpose", details);
    }

    private static void changes(String topic, HeaderChanges changes, List<Step> steps) {
        if (changes.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        part(parts, "removes ", changes, Operation.Remove.class);
        part(parts, "sets ", changes, Operation.Set.class);
        part(parts, "adds ", changes, Operation.Add.class);
        steps.add(Step.of(topic, String.join(", ", parts)));
    }

    private static void part(List<String> parts, String verb, HeaderChanges changes, Class<? extends Operation> kind) {
        String names = changes.operations().stream()
                .filter(kind::isInstance)
                .map(Operation::name)
                .distinct()
                .collect(Collectors.joining(" and "));
        if (!names.isEmpty()) {
            parts.add(verb + SafeText.printable(names));
        }
    }
}
