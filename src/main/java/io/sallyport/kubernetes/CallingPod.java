package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pod that may call, as Istio's metrics name it. What it does not say is empty, but for app and canonical service,
 * which are its workload's name then.
 *
 * @param namespace its namespace
 * @param name its name
 * @param workload what it is one of: its Deployment, StatefulSet, CronJob
 * @param app the label {@code app}, else {@code app.kubernetes.io/name}
 * @param version the label {@code version}, else {@code app.kubernetes.io/version}
 * @param canonicalService the label {@code service.istio.io/canonical-name}, else as Istio takes the others
 * @param canonicalRevision the label {@code service.istio.io/canonical-revision}, else as Istio takes the others
 */
public record CallingPod(
        String namespace,
        String name,
        String workload,
        String app,
        String version,
        String canonicalService,
        String canonicalRevision) {

    private static final String NAME = "app.kubernetes.io/name";
    private static final String VERSION = "app.kubernetes.io/version";

    static CallingPod of(GenericKubernetesResource pod) {
        ObjectMeta metadata = pod.getMetadata();
        Map<String, String> labels = metadata.getLabels() == null ? Map.of() : metadata.getLabels();
        String workload = WorkloadName.of(metadata, labels);
        return new CallingPod(
                metadata.getNamespace(),
                metadata.getName(),
                workload,
                first(labels, workload, "app", NAME),
                first(labels, "", "version", VERSION),
                first(labels, workload, "service.istio.io/canonical-name", NAME, "app"),
                first(labels, "", "service.istio.io/canonical-revision", VERSION, "version"));
    }

    /**
     * The addresses that are its alone: none of a pod on its node's network, which shares the node's with others, and
     * none of one that has ended, whose address is another's next.
     */
    static List<InetAddress> addresses(GenericKubernetesResource pod) {
        Map<?, ?> status = part(pod, "status");
        Object phase = status.get("phase");
        if (Boolean.TRUE.equals(part(pod, "spec").get("hostNetwork"))
                || "Succeeded".equals(phase)
                || "Failed".equals(phase)) {
            return List.of();
        }
        Set<String> written = new LinkedHashSet<>();
        add(written, status.get("podIP"));
        if (status.get("podIPs") instanceof List<?> more) {
            more.forEach(one -> add(written, one instanceof Map<?, ?> fields ? fields.get("ip") : null));
        }
        List<InetAddress> addresses = new ArrayList<>(written.size());
        for (String text : written) {
            try {
                addresses.add(InetAddress.ofLiteral(text));
            } catch (IllegalArgumentException _) {
                // No address that anybody could call from.
            }
        }
        return List.copyOf(addresses);
    }

    private static void add(Set<String> written, @Nullable Object address) {
        if (address instanceof String text && !text.isEmpty()) {
            written.add(text);
        }
    }

    private static Map<?, ?> part(GenericKubernetesResource pod, String name) {
        return pod.getAdditionalProperties().get(name) instanceof Map<?, ?> fields ? fields : Map.of();
    }

    private static String first(Map<String, String> labels, String otherwise, String... names) {
        for (String name : names) {
            String value = labels.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return otherwise;
    }
}
