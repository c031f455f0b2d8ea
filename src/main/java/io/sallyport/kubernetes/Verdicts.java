package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.sallyport.istio.Problem;
import io.sallyport.kubernetes.WatchedResource.Condition;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the author of a resource that was refused: in a condition of its status, and in an Event, where {@code kubectl
 * describe} shows both. Resources that are good and always were are left alone, so that thousands of them cost nothing
 * and several gateways do not write over each other.
 */
public final class Verdicts {

    private static final System.Logger LOG = System.getLogger(Verdicts.class.getName());

    /** The longest message of an Event (core/v1), which is as good a bound for a condition's. */
    private static final int LONGEST = 1024;

    private static final ResourceDefinitionContext EVENTS = new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withKind("Event")
            .withPlural("events")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final ClusterSource source;
    private final Clock clock;
    private final String reporter;

    /** What was told of those refused, which their watch may not have brought back yet. */
    private final Map<String, String> refused = new HashMap<>();

    /** @param reporter the name of this process among those that report */
    public Verdicts(KubernetesClient client, ClusterSource source, Clock clock, String reporter) {
        this.client = client;
        this.source = source;
        this.clock = clock;
        this.reporter = reporter;
    }

    /** Writes what is new after a reload found these problems. Blocks; what cannot be written is logged and left. */
    public synchronized void tell(List<Problem> problems) {
        Map<String, List<Problem>> errors = problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .collect(Collectors.groupingBy(problem -> problem.where().file()));
        source.resources().forEach(resource -> {
            String message = message(errors.getOrDefault(resource.text().name(), List.of()));
            String told = refused.get(resource.text().name());
            Condition before = told == null ? resource.accepted() : new Condition(false, told, 0);
            if (isNews(before, message)) {
                tell(resource, message);
            }
        });
    }

    private static boolean isNews(@Nullable Condition before, String message) {
        boolean good = message.isEmpty();
        if (before == null) {
            return !good;
        }
        return before.good() != good || (!good && !before.message().equals(message));
    }

    private static String message(List<Problem> problems) {
        String all = problems.stream().map(Verdicts::sentence).collect(Collectors.joining("; "));
        return all.length() > LONGEST ? all.substring(0, LONGEST - 1) + "…" : all;
    }

    private static String sentence(Problem problem) {
        String path = problem.where().path();
        String expected = problem.expected() == null ? "" : " (expected: " + problem.expected() + ")";
        return (path.isEmpty() ? "" : path + ": ") + problem.message() + expected;
    }

    private void tell(WatchedResource resource, String message) {
        boolean written = attempt(resource, "the condition", () -> patch(resource, message));
        if (!message.isEmpty()) {
            // Once: where the condition cannot be written, an Event at each change of anything would be a flood.
            if (!message.equals(refused.put(resource.text().name(), message))) {
                attempt(resource, "the Event", () -> event(resource, message));
            }
        } else if (written) {
            refused.remove(resource.text().name());
        }
    }

    private static boolean attempt(WatchedResource resource, String what, Runnable writing) {
        try {
            writing.run();
            return true;
        } catch (KubernetesClientException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} of {1} could not be written to Kubernetes: {2}",
                    what,
                    resource.text().name(),
                    ApiFailure.reason(e));
            return false;
        }
    }

    private void patch(WatchedResource resource, String message) {
        var resources = client.genericKubernetesResources(resource.kind().context(source.version()))
                .inNamespace(resource.namespace());
        GenericKubernetesResource present = resources.withName(resource.name()).get();
        if (present == null) {
            return;
        }
        List<Map<?, ?>> conditions = new ArrayList<>();
        for (Map<?, ?> condition : Condition.all(present)) {
            if (!Condition.TYPE.equals(condition.get("type"))) {
                conditions.add(condition);
            }
        }
        conditions.add(condition(resource, message));
        Map<String, Object> status = new LinkedHashMap<>();
        if (present.getAdditionalProperties().get("status") instanceof Map<?, ?> others) {
            others.forEach((name, value) -> status.put(String.valueOf(name), value));
        }
        status.put("conditions", conditions);
        present.setAdditionalProperty("status", status);
        // With the version that was read: who wrote in between is not written over, and this is tried at the next
        // change.
        resources.resource(present).updateStatus();
    }

    private Map<String, Object> condition(WatchedResource resource, String message) {
        boolean good = message.isEmpty();
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", Condition.TYPE);
        condition.put("status", good ? "True" : "False");
        condition.put("reason", good ? "Accepted" : "Invalid");
        condition.put("message", message);
        condition.put("observedGeneration", resource.generation());
        condition.put("lastTransitionTime", now());
        return condition;
    }

    private void event(WatchedResource resource, String message) {
        Map<String, Object> involved = new LinkedHashMap<>();
        involved.put("apiVersion", WatchedKind.GROUP + "/" + source.version());
        involved.put("kind", resource.kind().kind());
        involved.put("namespace", resource.namespace());
        involved.put("name", resource.name());
        involved.put("uid", resource.uid());
        GenericKubernetesResource event = new GenericKubernetesResourceBuilder()
                .withApiVersion("v1")
                .withKind("Event")
                .withNewMetadata()
                .withGenerateName(resource.name() + ".")
                .withNamespace(resource.namespace())
                .endMetadata()
                .addToAdditionalProperties("involvedObject", involved)
                .addToAdditionalProperties("type", "Warning")
                .addToAdditionalProperties("reason", "Invalid")
                .addToAdditionalProperties("message", message)
                .addToAdditionalProperties("source", Map.of("component", reporter))
                .addToAdditionalProperties("reportingComponent", "sallyport.io/gateway")
                .addToAdditionalProperties("reportingInstance", reporter)
                .addToAdditionalProperties("firstTimestamp", now())
                .addToAdditionalProperties("lastTimestamp", now())
                .addToAdditionalProperties("count", 1)
                .build();
        client.genericKubernetesResources(EVENTS)
                .inNamespace(resource.namespace())
                .resource(event)
                .create();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
