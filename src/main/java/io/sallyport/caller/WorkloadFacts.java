package io.sallyport.caller;

import io.sallyport.exchange.CallerLabels;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an environment says about the workload that runs in it: our own settings first, then Kubernetes' Downward API,
 * then OpenTelemetry's resource.
 *
 * @param environment the process' variables: {@code SALLYPORT_WORKLOAD}, {@code SALLYPORT_APP}, {@code
 *     SALLYPORT_REVISION}, {@code SALLYPORT_WORKLOAD_NAMESPACE}; {@code POD_NAME}, {@code POD_NAMESPACE}; {@code
 *     OTEL_RESOURCE_ATTRIBUTES}, {@code OTEL_SERVICE_NAME}
 * @param podLabels the pod's labels, empty where none are mounted
 * @param cluster the cluster's id
 */
public record WorkloadFacts(Map<String, String> environment, Map<String, String> podLabels, String cluster) {

    /** What a Deployment's ReplicaSet and its pods add; the alphabet is Kubernetes' own, without vowels. */
    private static final Pattern OF_DEPLOYMENT =
            Pattern.compile("-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$");

    private static final Pattern OF_STATEFUL_SET = Pattern.compile("-[0-9]{1,6}$");
    private static final Pattern OF_OTHERS = Pattern.compile("-[bcdfghjklmnpqrstvwxz2456789]{5}$");

    /** The {@code source_*} labels; empty where nothing names the workload. */
    public Optional<CallerLabels> labels() {
        Map<String, String> resource = ResourceAttributes.parse(variable("OTEL_RESOURCE_ATTRIBUTES"));
        String service = first(variable("OTEL_SERVICE_NAME"), resource.get("service.name"));
        String app = first(variable("SALLYPORT_APP"), label("app"), label("app.kubernetes.io/name"));
        String version = first(variable("SALLYPORT_REVISION"), label("version"), label("app.kubernetes.io/version"));
        String workload = first(
                variable("SALLYPORT_WORKLOAD"),
                workloadOf(variable("POD_NAME")),
                resource.get("k8s.deployment.name"),
                resource.get("k8s.statefulset.name"),
                resource.get("k8s.daemonset.name"),
                resource.get("k8s.cronjob.name"),
                resource.get("k8s.job.name"),
                service,
                app);
        if (workload.isEmpty()) {
            return Optional.empty();
        }
        String otherwise = first(app, service, workload);
        return Optional.of(new CallerLabels(
                workload,
                first(
                        variable("SALLYPORT_APP"),
                        label("service.istio.io/canonical-name"),
                        label("app.kubernetes.io/name"),
                        otherwise),
                first(
                        variable("SALLYPORT_REVISION"),
                        label("service.istio.io/canonical-revision"),
                        label("app.kubernetes.io/version"),
                        version,
                        resource.get("service.version")),
                first(
                        variable("SALLYPORT_WORKLOAD_NAMESPACE"),
                        variable("POD_NAMESPACE"),
                        resource.get("k8s.namespace.name"),
                        resource.get("service.namespace"),
                        variable("SALLYPORT_NAMESPACE"),
                        "default"),
                otherwise,
                first(version, resource.get("service.version")),
                "",
                cluster));
    }

    /** The workload of a pod, by its name: {@code checkout} of {@code checkout-5d8f7c9b6d-x2x4z} and of {@code checkout-0}. */
    static String workloadOf(String pod) {
        for (Pattern suffix : new Pattern[] {OF_DEPLOYMENT, OF_OTHERS, OF_STATEFUL_SET}) {
            String name = suffix.matcher(pod).replaceFirst("");
            if (!name.equals(pod) && !name.isEmpty()) {
                return name;
            }
        }
        return pod;
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    private String label(String name) {
        return podLabels.getOrDefault(name, "");
    }

    private static String first(@org.jspecify.annotations.Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return "";
    }
}
