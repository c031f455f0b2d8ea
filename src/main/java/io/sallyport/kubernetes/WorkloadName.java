package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The workload that a pod is one of, found as Istio finds it (pkg/kube: GetDeployMetaFromPod), so that series of both
 * come together: who controls the pod, and of that what controls it, by its name.
 */
final class WorkloadName {

    /** What a CronJob adds to its Jobs: a time in minutes or seconds. */
    private static final Pattern OF_CRON_JOB = Pattern.compile("(.+)-\\d{8,10}");

    /** A workload may say its name itself, which counts before all (Istio: label.ServiceWorkloadName). */
    private static final String SAID = "service.istio.io/workload-name";

    private WorkloadName() {}

    static String of(ObjectMeta pod, Map<String, String> labels) {
        String said = labels.getOrDefault(SAID, "");
        if (!said.isEmpty()) {
            return said;
        }
        // A pod with a name of its own was made by hand, or by a controller that means this one.
        if (pod.getGenerateName() == null || pod.getGenerateName().isEmpty()) {
            return pod.getName();
        }
        return pod.getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .map(owner -> above(owner, labels))
                .orElse(pod.getName());
    }

    private static String above(OwnerReference owner, Map<String, String> labels) {
        return switch (String.valueOf(owner.getKind())) {
            case "ReplicaSet" ->
                without(
                        without(owner.getName(), labels.get("pod-template-hash")),
                        labels.get("rollouts-pod-template-hash"));
            case "ReplicationController" -> labels.getOrDefault("deploymentconfig", owner.getName());
            case "Job" -> {
                Matcher job = OF_CRON_JOB.matcher(owner.getName());
                yield job.matches() ? job.group(1) : owner.getName();
            }
            default -> owner.getName();
        };
    }

    private static String without(String name, @Nullable String hash) {
        if (hash == null || hash.isEmpty() || !name.endsWith("-" + hash)) {
            return name;
        }
        return name.substring(0, name.length() - hash.length() - 1);
    }
}
