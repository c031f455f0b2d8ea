package io.sallyport.compile;

import io.sallyport.compile.MeshConfigCompiler.MeshSettings;
import io.sallyport.compile.analysis.Analysis;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.Gateway;
import io.sallyport.istio.MeshConfig;
import io.sallyport.istio.Problem;
import io.sallyport.istio.Resource;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.Sidecar;
import io.sallyport.istio.VirtualService;
import io.sallyport.istio.WorkloadEntry;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        Visibility everywhere = new Visibility(options);
        List<ServiceEntry> entries = new ArrayList<>();
        List<VirtualService> virtualServices = new ArrayList<>();
        List<DestinationRule> rules = new ArrayList<>();
        List<Gateway> gateways = new ArrayList<>();
        List<Sidecar> sidecars = new ArrayList<>();
        List<WorkloadEntry> workloads = new ArrayList<>();
        List<MeshConfig> meshConfigs = new ArrayList<>();
        for (Resource resource : resources) {
            switch (resource) {
                case ServiceEntry entry -> entries.add(entry);
                case VirtualService virtualService -> virtualServices.add(virtualService);
                case DestinationRule rule -> rules.add(rule);
                case Gateway gateway -> gateways.add(gateway);
                case Sidecar sidecar -> sidecars.add(sidecar);
                case WorkloadEntry workload -> workloads.add(workload);
                case MeshConfig meshConfig -> meshConfigs.add(meshConfig);
            }
        }
        resources.forEach(resource -> new AnnotationCheck(problems.of(resource), resource).run());
        MeshSettings mesh = new MeshConfigCompiler(problems).compile(meshConfigs);
        SidecarScope sidecar = new SidecarCompiler(problems, everywhere).compile(sidecars);
        Map<String, GatewayServers> servers = new GatewayCompiler(problems, everywhere).compile(gateways);
        Visibility visibility = everywhere.within(sidecar, servers);
        DestinationRules settings = new DestinationRuleCompiler(
                        problems, visibility, new Credentials(options.credentials()))
                .compile(rules);
        Workloads endpoints = new Workloads(problems, visibility, workloads);
        Registry registry = new ServiceEntryCompiler(problems, visibility, settings, endpoints).compile(entries);
        HostCompiler hosts = new HostCompiler(registry, mesh.retries());
        TunnelRouting tunnels = new TunnelRouting(problems, visibility, registry, hosts);
        tunnels.add(virtualServices);
        new VirtualServiceCompiler(problems, visibility, registry, hosts, mesh.retries()).compile(virtualServices);
        tunnels.route();
        new UncheckedNames(problems, visibility, registry).report(rules);
        if (!problems.hasErrors()) {
            // Of what is refused others would seem to miss what it says.
            Analysis.run(resources, visibility, problems);
        }
        new FieldReport(problems).report(resources);
        OutboundPolicy outboundPolicy = sidecar.outboundPolicy(outboundPolicy(options, mesh));
        Snapshot snapshot =
                problems.hasErrors() ? null : hosts.snapshot(outboundPolicy, mesh.pathNormalization(), options);
        return new Compilation(snapshot, problems.all());
    }

    /** The flag counts before the files, and without either what is not listed is refused. */
    private static OutboundPolicy outboundPolicy(CompileOptions options, MeshSettings mesh) {
        if (options.outboundPolicy() != null) {
            return options.outboundPolicy();
        }
        return mesh.outboundPolicy() == null ? OutboundPolicy.REGISTRY_ONLY : mesh.outboundPolicy();
    }
}
