package io.sallyport.compile;

import io.sallyport.istio.Endpoint;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.ServiceEntry.Resolution;
import io.sallyport.istio.WorkloadEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All WorkloadEntries, from which ServiceEntries of the same namespace select their endpoints by label. */
final class Workloads {

    private static final String LOCALITY_LABEL = "istio-locality";

    /** A WorkloadEntry as an endpoint, with the labels of its metadata. */
    private record Workload(WorkloadEntry written, Endpoint endpoint) {}

    /** A label that workloads of a namespace have; the label is empty for all of them. */
    private record Key(String namespace, String label, String value) {}

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final Map<Key, List<Workload>> byLabel = new HashMap<>();
    /** By identity: a record's hash code goes through all that is in it. */
    private final Set<WorkloadEntry> selected = Collections.newSetFromMap(new IdentityHashMap<>());

    private final List<WorkloadEntry> all;

    /** Checks them all. */
    Workloads(ProblemCollector problems, Visibility visibility, List<WorkloadEntry> all) {
        this.problems = problems;
        this.visibility = visibility;
        this.all = all.stream()
                .sorted(Comparator.comparing(workload -> workload.metadata().name()))
                .toList();
        for (WorkloadEntry written : this.all) {
            new WorkloadEntryCheck(problems.of(written), written).run();
            Workload workload = new Workload(written, endpoint(written));
            String namespace = visibility.namespaceOf(written);
            add(new Key(namespace, "", ""), workload);
            workload.endpoint().labels().forEach((label, value) -> add(new Key(namespace, label, value), workload));
        }
    }

    private void add(Key key, Workload workload) {
        byLabel.computeIfAbsent(key, ignored -> new ArrayList<>()).add(workload);
    }

    /** The endpoints of an entry: those it selects, or those it lists. */
    List<Endpoint> endpoints(ServiceEntry entry) {
        ServiceEntry.WorkloadSelector selector = entry.workloadSelector();
        if (selector == null) {
            return entry.endpoints();
        }
        Resolution resolution = ServiceEntryCheck.resolution(entry);
        boolean takesNames = resolution == Resolution.DNS || resolution == Resolution.DNS_ROUND_ROBIN;
        boolean goesWhereAsked = resolution == Resolution.NONE || resolution == Resolution.DYNAMIC_DNS;
        List<Endpoint> endpoints = new ArrayList<>();
        for (Workload workload : select(visibility.namespaceOf(entry), selector.labels())) {
            selected.add(workload.written());
            String address = workload.endpoint().address();
            if (address == null || address.isEmpty() || ListenerChecks.isUnix(address)) {
                continue;
            }
            if (takesNames || HostNames.isAddress(address)) {
                endpoints.add(workload.endpoint());
            } else if (!goesWhereAsked) {
                problems.of(workload.written())
                        .warning(
                                workload.endpoint().where().field("address"),
                                "no-endpoint",
                                address,
                                "is a name, to which " + entry.title() + " of resolution STATIC sends nothing");
            }
        }
        if (goesWhereAsked) {
            problems.of(entry)
                    .warning(
                            selector.where(),
                            "no-effect",
                            null,
                            "has no effect: resolution " + resolution + " sends requests where they ask to go");
        } else if (endpoints.isEmpty()) {
            problems.of(entry)
                    .warning(
                            selector.where(),
                            "no-endpoint",
                            null,
                            "selects no WorkloadEntry of namespace " + visibility.namespaceOf(entry)
                                    + " that can be sent to, so that requests get 503; pods are not looked at");
        }
        return endpoints;
    }

    /** Warns of those that no entry selects; the last thing to do. */
    void reportUnselected() {
        for (WorkloadEntry workload : all) {
            if (!selected.contains(workload)) {
                problems.of(workload)
                        .warning(
                                workload.where(),
                                "unused-workload",
                                null,
                                "has no effect: no ServiceEntry of namespace " + visibility.namespaceOf(workload)
                                        + " selects its labels");
            }
        }
    }

    private List<Workload> select(String namespace, Map<String, String> labels) {
        List<Workload> fewest = byLabel.getOrDefault(new Key(namespace, "", ""), List.of());
        for (Map.Entry<String, String> label : labels.entrySet()) {
            List<Workload> some = byLabel.getOrDefault(new Key(namespace, label.getKey(), label.getValue()), List.of());
            fewest = some.size() < fewest.size() ? some : fewest;
        }
        return fewest.stream()
                .filter(workload -> workload.endpoint().labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    /** Labels of the metadata come before those of the spec; a label may stand for the locality. Both as in Istio. */
    private static Endpoint endpoint(WorkloadEntry workload) {
        Endpoint spec = workload.endpoint();
        Map<String, String> labels = new LinkedHashMap<>(spec.labels());
        labels.putAll(workload.metadata().labels());
        String locality = spec.locality();
        if (locality == null || locality.isEmpty()) {
            String label = labels.get(LOCALITY_LABEL);
            locality = label == null ? null : label.replace('.', '/');
        }
        return new Endpoint(
                spec.where(),
                spec.address(),
                spec.ports(),
                labels,
                spec.network(),
                locality,
                spec.weight(),
                spec.serviceAccount());
    }
}
