package io.sallyport.app;

import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.OutwardHeaders;
import io.sallyport.telemetry.AccessLogFormat;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Every setting of {@code sallyport run}: a flag ({@code --admin-port}), an environment variable ({@code
 * SALLYPORT_ADMIN_PORT}) and an application setting ({@code sallyport.admin-port}) alike; the flag wins.
 */
@ConfigMapping(prefix = "sallyport")
public interface Settings {

    /** Files and folders of YAML. Without any, nothing is listed; required under {@code REGISTRY_ONLY}. */
    Optional<List<String>> config();

    /**
     * Whether Istio's resources are read from the Kubernetes API too: of the cluster this pod is in, or of the current
     * kubeconfig.
     */
    @WithDefault("false")
    boolean kubernetes();

    /** The namespaces whose resources are read from there; unset: all. */
    Optional<List<String>> kubernetesNamespaces();

    /** The outbound port, 0 to 65535; 0 takes any that is free. Istio's sidecar uses the same default. */
    @WithDefault("15001")
    int port();

    /**
     * A second port, 0 to 65535, for connections whose clients know of no proxy: led here by iptables (REDIRECT or
     * TPROXY), or by DNS. Unset: none.
     */
    Optional<Integer> capturePort();

    /** Whether the capture port takes connections for foreign addresses, as TPROXY needs it; wants NET_ADMIN. */
    @WithDefault("false")
    boolean captureTransparent();

    /** The admin port, on loopback only, 0 to 65535. */
    @WithDefault("15000")
    int adminPort();

    /** The port of health checks and metrics, 0 to 65535. */
    @WithDefault("15020")
    int healthPort();

    /** The address of the health port; unset: that of {@code bind}. */
    Optional<String> healthBind();

    /** The address the outbound port is bound to. Beyond loopback, whoever reaches it may use it. */
    @WithDefault("127.0.0.1")
    String bind();

    /**
     * What becomes of hosts that no ServiceEntry lists (Istio: {@code outboundTrafficPolicy.mode}). Unset: what the
     * mesh's settings among the files say, else REGISTRY_ONLY.
     */
    Optional<OutboundPolicy> outboundPolicy();

    /**
     * The namespace of the callers, and of resources that name none: decides what {@code exportTo} shows. Unset: this
     * pod's own with {@code kubernetes}, where it is known, else {@code default}.
     */
    Optional<String> namespace();

    /** The gateways this process acts as; VirtualServices bound to others do not apply. None: the mesh's own. */
    Optional<List<String>> gateways();

    /**
     * Where this process runs, {@code region/zone/subzone} or a part of it from the left, for {@code
     * localityLbSetting}. Unset: no endpoint is nearer than another.
     */
    Optional<String> locality();

    /**
     * A folder with a folder for each {@code credentialName} of a DestinationRule, as Kubernetes mounts Secrets: {@code
     * tls.crt}, {@code tls.key} and {@code ca.crt}, or {@code cert}, {@code key} and {@code cacert}. Unset: Secrets are read
     * with {@code kubernetes}, and else hosts whose rules name a credential are refused.
     */
    Optional<Path> credentials();

    /**
     * The callers' labels, each {@code name=value}, for {@code workloadSelector} and {@code sourceLabels}. None: nothing
     * that asks for labels applies.
     */
    Optional<List<String>> workloadLabels();

    /**
     * Which header fields about the inside (trace context, {@code x-request-id}, {@code x-forwarded-*}, {@code x-envoy-*},
     * {@code baggage}) leave for hosts that are not part of the mesh and whose ServiceEntry does not say: {@code strip},
     * {@code trace} or {@code keep}.
     */
    @WithDefault("strip")
    OutwardHeaders outwardHeaders();

    /**
     * The proxy that connections go through, each by CONNECT: {@code http://[USER:PASSWORD@]HOST[:PORT]}, port 3128 by
     * default. It resolves the names. Unset: connections are direct.
     */
    Optional<String> upstreamProxy();

    /** Names with what is below them, addresses and ranges that are connected to without that proxy. */
    Optional<List<String>> noProxy();

    /** Address ranges that names may resolve to although they are loopback, link-local, private or special. */
    Optional<List<String>> allowAddress();

    /** {@code HOST:PORT:ADDRESS:PORT}: connect there instead (curl's {@code --connect-to}). For tests and demos. */
    Optional<List<String>> connectTo();

    /** Where the access log goes: a file, {@code -} for standard output, or {@code off}. */
    @WithDefault("-")
    String accessLog();

    /** How its lines look: {@code json}, under the names of Istio's, or {@code text}, Envoy's default format. */
    @WithDefault("json")
    AccessLogFormat accessLogFormat();

    /**
     * Seconds after SIGTERM in which requests are still taken, each told that its connection ends, while readiness says no:
     * time for whoever sends them to notice. 0 or more; on Kubernetes 5, as long as endpoints take to be removed.
     */
    @WithDefault("0")
    int drainDelay();

    /** Seconds that exchanges in flight may go on after SIGTERM and the delay, 0 or more. */
    @WithDefault("30")
    int drain();

    /** The status of a denial by policy: 403, or 502 as Istio answers. */
    @WithDefault("403")
    int denialStatus();

    /**
     * The certificate of the authority that interception mints certificates with, PEM; the certificates above it may
     * follow. Needed, with {@code caKey}, where a ServiceEntry says {@code sallyport.io/https: intercept}.
     */
    Optional<String> caCertificate();

    /** The authority's private key, PEM: PKCS#8, PKCS#1 or SEC 1, not encrypted. */
    Optional<String> caKey();

    /** Our name in {@code Via} and {@code Proxy-Status}; two Sallyports in a row need two, or the second sees a loop. */
    @WithDefault("sallyport")
    String name();

    /** The cluster id in the metrics' {@code source_cluster}; must be the one Kiali knows. */
    @WithDefault("Kubernetes")
    String cluster();

    /**
     * How callers are found, the first that knows counts: {@code credentials} ({@code proxyUsers}), {@code self} (the
     * workload this process belongs to, where that is known), {@code address} (the cluster's pods), {@code process} (of
     * this machine).
     */
    @WithDefault("credentials,self,process")
    List<String> callers();

    /** A file of users, {@code name:HASH:namespace/workload[:version]}, HASH a SHA-256; unset: nobody is one. */
    Optional<Path> proxyUsers();

    /** The calling workload's name in metrics; unset: what POD_NAME or OTEL_RESOURCE_ATTRIBUTES say. */
    Optional<String> workload();

    /** The calling workload's app label, and canonical service, in metrics; unset: of the pod's labels. */
    Optional<String> app();

    /** The calling workload's version label, and canonical revision, in metrics; unset: of the pod's labels. */
    Optional<String> revision();

    /** The calling workload's namespace in metrics; unset: POD_NAMESPACE, else {@code namespace}. */
    Optional<String> workloadNamespace();

    /** Where Kubernetes' Downward API mounts the pod's labels; need not be there. */
    @WithDefault("/etc/podinfo/labels")
    Path podLabels();

    /** What only {@code sallyport demo} uses. */
    Demo demo();

    /** Settings of the demo. */
    interface Demo {

        /** The port of the bank's stub, 0 to 65535. */
        @WithDefault("15090")
        int bankPort();

        /** After how many rounds the demo ends; 0: when it is told to. */
        @WithDefault("0")
        int rounds();
    }
}
