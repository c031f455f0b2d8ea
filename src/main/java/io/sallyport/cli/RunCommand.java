package io.sallyport.cli;

import io.sallyport.policy.OutboundPolicy;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sallyport run}: guards until it is told to end. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        header = "Guard outbound traffic (the default command).",
        description = {
            "",
            "Every flag is also an environment variable and an application setting:"
                    + " --admin-port, SALLYPORT_ADMIN_PORT, sallyport.admin-port. The flag wins.",
            "",
            "The configuration is read again when a file changes and on SIGHUP. A good one replaces the old one"
                    + " without touching a connection; a bad one is refused whole and the last good one stays.",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  ended when told to",
            "  1  bad configuration or authority at start, or a port in use",
            "  2  usage"
        })
final class RunCommand implements Callable<Integer> {

    private final ApplicationStarter starter;

    @Option(
            names = "--config",
            paramLabel = "PATH",
            description = "A file or folder of YAML or JSON; repeatable. Required unless ALLOW_ANY.")
    private @Nullable List<String> config;

    @Option(names = "--port", paramLabel = "PORT", description = "Outbound port (default 15001; 0: any free one).")
    private @Nullable Integer port;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address of the outbound port (127.0.0.1).")
    private @Nullable String bind;

    @Option(
            names = "--capture-port",
            paramLabel = "PORT",
            description = "Second port, for connections that iptables or DNS lead here (none).")
    private @Nullable Integer capturePort;

    @Option(names = "--capture-transparent", description = "TPROXY leads there; needs NET_ADMIN (REDIRECT does).")
    private @Nullable Boolean captureTransparent;

    @Option(names = "--admin-port", paramLabel = "PORT", description = "Admin port, loopback only (15000).")
    private @Nullable Integer adminPort;

    @Option(names = "--health-port", paramLabel = "PORT", description = "Health and metrics port (15020).")
    private @Nullable Integer healthPort;

    @Option(
            names = "--health-bind",
            paramLabel = "ADDRESS",
            description = "Address of the health and metrics port (that of --bind).")
    private @Nullable String healthBind;

    @Option(
            names = "--outbound-policy",
            paramLabel = "POLICY",
            description =
                    "${COMPLETION-CANDIDATES}: deny unlisted hosts, or let them through (what MeshConfig says, else REGISTRY_ONLY).")
    private @Nullable OutboundPolicy outboundPolicy;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description =
                    "Namespace of the callers and of resources without one (with --kubernetes this pod's, else default).")
    private @Nullable String namespace;

    @Option(
            names = "--kubernetes",
            description =
                    "Read resources from the Kubernetes API too, of this pod's cluster or the current kubeconfig.")
    private @Nullable Boolean kubernetes;

    @Option(
            names = "--kubernetes-namespaces",
            paramLabel = "NAME,...",
            description = "Namespaces whose resources, and pods, are read from there (all).")
    private @Nullable String kubernetesNamespaces;

    @Option(
            names = "--gateways",
            paramLabel = "NAME,...",
            description = "Gateways to act as; without any, VirtualServices of the mesh apply.")
    private @Nullable String gateways;

    @Option(
            names = "--locality",
            paramLabel = "REGION/ZONE/SUBZONE",
            description = "Where this runs, for localityLbSetting (unknown: no endpoint is nearer).")
    private @Nullable String locality;

    @Option(
            names = "--credentials",
            paramLabel = "PATH",
            description =
                    "Folder with a folder for each credentialName: tls.crt, tls.key, ca.crt (Secrets, with --kubernetes).")
    private @Nullable String credentials;

    @Option(
            names = "--workload-labels",
            paramLabel = "NAME=VALUE,...",
            description = "Labels of the callers, for workloadSelector and sourceLabels (unknown: neither applies).")
    private @Nullable String workloadLabels;

    @Option(
            names = "--outward-headers",
            paramLabel = "strip|trace|keep",
            description = "Which header fields about the inside leave for hosts outside the mesh (strip).")
    private @Nullable String outwardHeaders;

    @Option(
            names = "--upstream-proxy",
            paramLabel = "URL",
            description = "Proxy to go through by CONNECT, http://[USER:PASSWORD@]HOST[:PORT]; better given as"
                    + " SALLYPORT_UPSTREAM_PROXY, which process lists do not show (none).")
    private @Nullable String upstreamProxy;

    @Option(
            names = "--no-proxy",
            paramLabel = "HOST,...",
            description = "Names with what is below them, addresses and ranges that need no such proxy (none).")
    private @Nullable String noProxy;

    @Option(
            names = "--callers",
            paramLabel = "WAY,...",
            description = "How callers are found for metrics and logs: credentials, self, address, process"
                    + " (credentials,self,process).")
    private @Nullable String callers;

    @Option(
            names = "--proxy-users",
            paramLabel = "FILE",
            description = "Users and their workloads, name:SHA256:namespace/workload, for `credentials` (none).")
    private @Nullable String proxyUsers;

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            description = "Calling workload, in metrics (what POD_NAME or OTEL_RESOURCE_ATTRIBUTES say).")
    private @Nullable String workload;

    @Option(
            names = "--app",
            paramLabel = "NAME",
            description = "Its app label and canonical service, in metrics (of the pod's labels).")
    private @Nullable String app;

    @Option(
            names = "--revision",
            paramLabel = "NAME",
            description = "Its version label and canonical revision, in metrics (of the pod's labels).")
    private @Nullable String revision;

    @Option(
            names = "--workload-namespace",
            paramLabel = "NAME",
            description = "Its namespace, in metrics (POD_NAMESPACE, else --namespace).")
    private @Nullable String workloadNamespace;

    @Option(
            names = "--pod-labels",
            paramLabel = "FILE",
            description = "Where the Downward API mounts the pod's labels (/etc/podinfo/labels).")
    private @Nullable String podLabels;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The cluster that metrics name, as Kiali knows it (Kubernetes).")
    private @Nullable String cluster;

    @Option(
            names = "--allow-address",
            paramLabel = "CIDR,...",
            description = "Private or special ranges that names may resolve to (none).")
    private @Nullable String allowAddress;

    @Option(
            names = "--connect-to",
            paramLabel = "HOST:PORT:ADDRESS:PORT,...",
            description = "Connect there instead, as curl does; for tests and demos (none).")
    private @Nullable String connectTo;

    @Option(names = "--access-log", paramLabel = "FILE|-|off", description = "Where the access log goes (-: stdout).")
    private @Nullable String accessLog;

    @Option(
            names = "--access-log-format",
            paramLabel = "json|text",
            description = "Lines of JSON under Istio's names, or Envoy's default text (json).")
    private @Nullable String accessLogFormat;

    @Option(
            names = "--drain-delay",
            paramLabel = "SECONDS",
            description = "How long requests are still taken after SIGTERM, while readiness says no (0).")
    private @Nullable Integer drainDelay;

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            description = "How long exchanges in flight may go on after that (30).")
    private @Nullable Integer drain;

    @Option(
            names = "--denial-status",
            paramLabel = "403|502",
            description = "Status of a denial by policy: 403, or 502 as Istio answers (403).")
    private @Nullable Integer denialStatus;

    @Option(
            names = "--ca-certificate",
            paramLabel = "FILE",
            description = "The authority's certificate, PEM, for `sallyport.io/https: intercept` (none).")
    private @Nullable String caCertificate;

    @Option(
            names = "--ca-key",
            paramLabel = "FILE",
            description = "The authority's key, PEM; see `sallyport ca` (none).")
    private @Nullable String caKey;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Our name in Via and Proxy-Status; two in a row need two (sallyport).")
    private @Nullable String name;

    RunCommand(ApplicationStarter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() {
        Flags.set("config", config);
        Flags.set("port", port);
        Flags.set("bind", bind);
        Flags.set("capture-port", capturePort);
        Flags.set("capture-transparent", captureTransparent);
        Flags.set("admin-port", adminPort);
        Flags.set("health-port", healthPort);
        Flags.set("health-bind", healthBind);
        Flags.set("outbound-policy", outboundPolicy);
        Flags.set("namespace", namespace);
        Flags.set("kubernetes", kubernetes);
        Flags.set("kubernetes-namespaces", kubernetesNamespaces);
        Flags.set("gateways", gateways);
        Flags.set("locality", locality);
        Flags.set("credentials", credentials);
        Flags.set("workload-labels", workloadLabels);
        Flags.set("outward-headers", outwardHeaders);
        Flags.set("upstream-proxy", upstreamProxy);
        Flags.set("no-proxy", noProxy);
        Flags.set("callers", callers);
        Flags.set("proxy-users", proxyUsers);
        Flags.set("workload", workload);
        Flags.set("app", app);
        Flags.set("revision", revision);
        Flags.set("workload-namespace", workloadNamespace);
        Flags.set("pod-labels", podLabels);
        Flags.set("cluster", cluster);
        Flags.set("allow-address", allowAddress);
        Flags.set("connect-to", connectTo);
        Flags.set("access-log", accessLog);
        Flags.set("access-log-format", accessLogFormat);
        Flags.set("drain-delay", drainDelay);
        Flags.set("drain", drain);
        Flags.set("denial-status", denialStatus);
        Flags.set("ca-certificate", caCertificate);
        Flags.set("ca-key", caKey);
        Flags.set("name", name);
        return starter.start(ApplicationStarter.Role.GATEWAY);
    }
}
