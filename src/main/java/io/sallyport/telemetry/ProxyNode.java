package io.sallyport.telemetry;

import io.sallyport.exchange.CallerLabels;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who we are in Kiali's eyes: the {@code node_id} of our spans, {@code type~address~pod.namespace~domain}. Kiali finds a
 * workload's spans by it, and takes the pod for the caller where the type is {@code sidecar}; where it is {@code
 * waypoint}, the caller is what {@code istio.source_workload} and {@code istio.source_namespace} say.
 *
 * @param sidecar the id where our own workload calls
 * @param waypoint the id where others call
 * @param own our own workload; null where it is not known, so that every caller is another
 */
public record ProxyNode(
        String sidecar, String waypoint, @Nullable CallerLabels own) {

    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Reads the id from the environment, as Istio's own proxies do.
     *
     * @param environment of which {@code POD_NAME}, {@code POD_NAMESPACE} and {@code POD_IP} or {@code INSTANCE_IP} count
     * @param own our own workload, whose name and namespace stand in for those of an unknown pod
     * @param namespace where nothing else names one
     */
    public static ProxyNode of(Map<String, String> environment, Optional<CallerLabels> own, String namespace) {
        String pod = first(
                environment.get("POD_NAME"), own.map(CallerLabels::workload).orElse(""), "sallyport");
        String home = first(
                environment.get("POD_NAMESPACE"),
                own.map(CallerLabels::namespace).orElse(""),
                namespace);
        String address = first(environment.get("POD_IP"), environment.get("INSTANCE_IP"), LOOPBACK);
        String rest = "~" + address + "~" + pod + "." + home + "~" + home + ".svc.cluster.local";
        return new ProxyNode("sidecar" + rest, "waypoint" + rest, own.orElse(null));
    }

    /** Whether that is the workload this process belongs to. */
    boolean isOwn(CallerLabels caller) {
        return caller.equals(own);
    }

    private static String first(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return "";
    }
}
