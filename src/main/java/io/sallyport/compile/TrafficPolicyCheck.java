package io.sallyport.compile;

import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.LoadBalancerSettings;
import io.sallyport.istio.OutlierDetection;
import io.sallyport.istio.TrafficPolicy;
import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in a traffic policy, and what is not enforced. */
final class TrafficPolicyCheck {

    private static final String REFUSED = "connections to the host are refused";

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final ConnectionPoolCheck pools;
    private final LoadBalancerCheck balancers;
    private final ClientTlsCheck tls;

    TrafficPolicyCheck(ResourceProblems problems, Credentials credentials) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.pools = new ConnectionPoolCheck(problems);
        this.balancers = new LoadBalancerCheck(problems);
        this.tls = new ClientTlsCheck(problems, credentials);
    }

    /** A policy of a rule or of a subset. */
    void run(TrafficPolicy policy) {
        check(policy);
        tls.report(policy.tls());
        reportTunnel(policy.tunnel());
        for (TrafficPolicy.PortTrafficPolicy level : policy.portLevelSettings()) {
            tls.report(level.tls());
        }
    }

    private void reportTunnel(TrafficPolicy.@Nullable TunnelSettings tunnel) {
        if (tunnel != null && EffectivePolicy.asksByPost(tunnel)) {
            problems.refused(tunnel.where().field("protocol"), REFUSED);
        }
    }

    private void check(TrafficPolicy policy) {
        Where where = policy.where();
        boolean empty = policy.loadBalancer() == null
                && policy.connectionPool() == null
                && policy.outlierDetection() == null
                && policy.tls() == null
                && !where.has("portLevelSettings")
                && policy.tunnel() == null
                && policy.proxyProtocol() == null
                && policy.retryBudget() == null;
        if (empty) {
            problems.error(where, "empty", null, "the traffic policy says nothing", "at least one field");
        }
        if (policy.tunnel() != null && policy.proxyProtocol() != null) {
            problems.error(
                    where.field("tunnel"),
                    "conflicting-fields",
                    null,
                    "tunnel and proxyProtocol exclude each other",
                    "one of the two");
        }
        pools.run(policy.connectionPool());
        balancers.run(policy.loadBalancer(), policy.outlierDetection());
        outlier(policy.outlierDetection());
        tls(policy.tls());
        tunnel(policy.tunnel());
        policy.portLevelSettings().forEach(this::portLevel);
    }

    private void portLevel(TrafficPolicy.PortTrafficPolicy level) {
        if (level.port() == null) {
            problems.error(level.where(), "missing-field", null, "names no port", "port.number");
        }
        boolean empty = level.loadBalancer() == null
                && level.connectionPool() == null
                && level.outlierDetection() == null
                && level.tls() == null;
        if (empty) {
            problems.error(
                    level.where(), "empty", null, "the traffic policy of the port says nothing", "at least one field");
        }
        pools.run(level.connectionPool());
        LoadBalancerSettings balancer = level.loadBalancer();
        balancers.run(balancer, level.outlierDetection());
        outlier(level.outlierDetection());
        tls(level.tls());
    }

    private void outlier(@Nullable OutlierDetection outlier) {
        if (outlier == null) {
            return;
        }
        Where where = outlier.where();
        checks.duration(where.field("baseEjectionTime"), outlier.baseEjectionTime());
        checks.duration(where.field("interval"), outlier.interval());
        checks.percent(where.field("maxEjectionPercent"), outlier.maxEjectionPercent());
        checks.percent(where.field("minHealthPercent"), outlier.minHealthPercent());
        if (outlier.consecutiveErrors() != null && outlier.consecutiveErrors() != 0) {
            problems.warning(
                    where.field("consecutiveErrors"),
                    "deprecated",
                    null,
                    "is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors");
        }
        Long local = outlier.consecutiveLocalOriginFailures();
        if (local != null && local > 0 && !Boolean.TRUE.equals(outlier.splitExternalLocalOriginErrors())) {
            problems.error(
                    where.field("consecutiveLocalOriginFailures"),
                    "conflicting-fields",
                    local,
                    "local origin failures are not counted apart unless splitExternalLocalOriginErrors is true",
                    "splitExternalLocalOriginErrors: true");
        }
    }

    private void tls(@Nullable ClientTlsSettings tls) {
        if (tls == null) {
            return;
        }
        Where where = tls.where();
        boolean simple = tls.mode() == ClientTlsSettings.Mode.SIMPLE;
        boolean mutual = tls.mode() == ClientTlsSettings.Mode.MUTUAL;
        if (Boolean.TRUE.equals(tls.insecureSkipVerify()) && (simple || mutual)) {
            excluded(where, "caCertificates", "insecureSkipVerify", tls.caCertificates());
            excluded(where, "subjectAltNames", "insecureSkipVerify", where.has("subjectAltNames") ? "names" : null);
            if (simple) {
                excluded(where, "credentialName", "insecureSkipVerify", tls.credentialName());
            }
        }
        if ((simple || mutual) && isSet(tls.credentialName())) {
            excluded(where, "clientCertificate", "credentialName", tls.clientCertificate());
            excluded(where, "caCertificates", "credentialName", tls.caCertificates());
            excluded(where, "privateKey", "credentialName", tls.privateKey());
            excluded(where, "caCrl", "credentialName", tls.caCrl());
            return;
        }
        if (mutual) {
            required(where, "clientCertificate", tls.clientCertificate());
            required(where, "privateKey", tls.privateKey());
        }
    }

    private void excluded(Where where, String field, String by, @Nullable String value) {
        if (isSet(value)) {
            problems.error(
                    where.field(field),
                    "conflicting-fields",
                    null,
                    field + " and " + by + " exclude each other",
                    "one of the two");
        }
    }

    private void required(Where where, String field, @Nullable String value) {
        if (!isSet(value)) {
            problems.error(
                    where.field(field), "missing-field", null, "mode MUTUAL needs " + field, "the path of a PEM file");
        }
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    private void tunnel(TrafficPolicy.@Nullable TunnelSettings tunnel) {
        if (tunnel == null) {
            return;
        }
        String protocol = tunnel.protocol();
        if (protocol != null && !protocol.isEmpty() && !protocol.equals("CONNECT") && !protocol.equals("POST")) {
            problems.error(
                    tunnel.where().field("protocol"),
                    "bad-enum",
                    protocol,
                    "\"" + ResourceProblems.quoted(protocol) + "\" is not a protocol of tunnels",
                    "CONNECT or POST");
        }
        String fault = HostNames.faultOfName(tunnel.targetHost());
        if (fault != null && !HostNames.isAddress(tunnel.targetHost())) {
            checks.host(tunnel.where().field("targetHost"), tunnel.targetHost(), fault);
        }
        checks.port(tunnel.where().field("targetPort"), tunnel.targetPort());
    }
}
