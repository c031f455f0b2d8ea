package io.sallyport.compile;

import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.Gateway;
import io.sallyport.istio.Problem;
import io.sallyport.istio.Resource;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.Sidecar;
import io.sallyport.istio.VirtualService;
import io.sallyport.istio.WorkloadEntry;
import io.sallyport.policy.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Compiles all resources into one snapshot, or none: the steps in order. */
public final class ConfigCompiler {

    private ConfigCompiler() {}

    /**
     * Compiles. Every problem of every resource is found, not only the first.
     *
     * @param resources as read, in the order of files
     * @param readingProblems what reading found; an error among them means no snapshot
     */
    public static Compilation compile(List<Resource> resources, List<Problem> readingProblems, CompileOptions options) {
        ProblemCollector problems = new ProblemCollector(readingProblems);
        Visibility visibility = new Visibility(options);
        List<ServiceEntry> entries = new ArrayList<>();
        List<VirtualService> virtualServices = new ArrayList<>();
        List<DestinationRule> rules = new ArrayList<>();
        List<Gateway> gateways = new ArrayList<>();
        List<Sidecar> sidecars = new ArrayList<>();
        List<WorkloadEntry> workloads = new ArrayList<>();
        for (Resource resource : resources) {
            switch (resource) {
                case ServiceEntry entry -> entries.add(entry);
                case VirtualService virtualService -> virtualServices.add(virtualService);
                case DestinationRule rule -> rules.add(rule);
                case Gateway gateway -> gateways.add(gateway);
                case Sidecar sidecar -> sidecars.add(sidecar);
                case WorkloadEntry workload -> workloads.add(workload);
            }
        }
        gateways.forEach(gateway -> new GatewayCheck(problems.of(gateway), gateway).run());
        sidecars.forEach(
                sidecar -> new SidecarCheck(problems.of(sidecar), sidecar).run(visibility.namespaceOf(sidecar)));
        workloads.forEach(workload -> new WorkloadEntryCheck(problems.of(workload), workload).run());
        DestinationRules settings = new DestinationRuleCompiler(problems, visibility).compile(rules);
        Registry registry = new ServiceEntryCompiler(problems, visibility, settings).compile(entries);
        HostCompiler hosts = new HostCompiler(registry);
        new VirtualServiceCompiler(problems, visibility, registry, hosts).compile(virtualServices);
        Snapshot snapshot = problems.hasErrors() ? null : hosts.snapshot(options);
        return new Compilation(snapshot, problems.all());
    }
}
