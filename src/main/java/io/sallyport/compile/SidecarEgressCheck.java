package io.sallyport.compile;

import io.sallyport.istio.ListenerPort;
import io.sallyport.istio.Sidecar.CaptureMode;
import io.sallyport.istio.Sidecar.EgressListener;
import io.sallyport.istio.Where;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What Istio's admission refuses in the listeners of a Sidecar for what goes out. */
final class SidecarEgressCheck {

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final ListenerChecks listeners;
    private final ScopedHostCheck hosts;
    private final String namespace;

    SidecarEgressCheck(ResourceProblems problems, String namespace) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.listeners = new ListenerChecks(problems);
        this.hosts = new ScopedHostCheck(problems);
        this.namespace = namespace;
    }

    void run(List<EgressListener> egress) {
        Set<Long> numbers = new HashSet<>();
        Set<String> sockets = new HashSet<>();
        for (int i = 0; i < egress.size(); i++) {
            EgressListener listener = egress.get(i);
            ListenerPort port = listener.port();
            if (port == null) {
                last(listener, i == egress.size() - 1);
            } else {
                port(listener, port);
                boolean first = port.number() == 0
                        ? sockets.add(Objects.requireNonNullElse(listener.bind(), ""))
                        : numbers.add(port.number());
                if (!first) {
                    duplicate(listener, port);
                }
            }
            hosts(listener);
        }
    }

    private void last(EgressListener listener, boolean isLast) {
        if (!isLast) {
            problems.error(
                    listener.where(),
                    "missing-field",
                    null,
                    "an egress listener without port takes all ports that are left, so it has to be the last",
                    "a port, or the last place");
        }
    }

    private void port(EgressListener listener, ListenerPort port) {
        listeners.noTargetPort(port);
        listeners.portName(port);
        listeners.protocol(port, false);
        if (port.number() == 0) {
            socket(listener);
        } else {
            checks.port(port.where().field("number"), port.number());
            listeners.bind(listener.where().field("bind"), listener.bind());
        }
    }

    private void socket(EgressListener listener) {
        Where where = listener.where();
        String bind = Objects.requireNonNullElse(listener.bind(), "");
        if (ListenerChecks.isUnix(bind)) {
            listeners.unixPath(where.field("bind"), bind);
        } else {
            problems.error(
                    where.field("bind"),
                    "bad-address",
                    bind,
                    "a listener of port 0 needs a unix socket to listen on",
                    "a port number, or unix:///path/to/socket");
        }
        if (listener.captureMode() == CaptureMode.IPTABLES) {
            problems.error(
                    where.field("captureMode"),
                    "conflicting-fields",
                    "IPTABLES",
                    "a unix socket has nothing for iptables to capture",
                    "DEFAULT or NONE");
        }
    }

    private void duplicate(EgressListener listener, ListenerPort port) {
        boolean socket = port.number() == 0;
        problems.error(
                socket ? listener.where().field("bind") : port.where().field("number"),
                "duplicate-port",
                socket ? listener.bind() : port.number(),
                (socket ? "the unix socket" : "port number " + port.number()) + " is already defined",
                "each once");
    }

    private void hosts(EgressListener listener) {
        Map<String, Set<String>> seen = new HashMap<>();
        for (int i = 0; i < listener.hosts().size(); i++) {
            String written = listener.hosts().get(i);
            Where where = listener.where().field("hosts").index(i);
            hosts.sidecar(where, written);
            int slash = written.indexOf('/');
            if (slash >= 0 && !written.startsWith("~")) {
                String scope = written.substring(0, slash);
                repeated(where, scope.equals(".") ? namespace : scope, written.substring(slash + 1), seen);
            }
        }
        if (seen.size() > 1 && seen.getOrDefault("*", Set.of()).contains("*")) {
            problems.warning(
                    listener.where().field("hosts"),
                    "duplicate-host",
                    "*/*",
                    "\"*/*\" selects everything, the other hosts add nothing");
        }
    }

    private void repeated(Where where, String scope, String host, Map<String, Set<String>> seen) {
        Set<String> before = seen.computeIfAbsent(scope, ignored -> new HashSet<>());
        boolean covered = host.equals("*") ? !before.isEmpty() : before.contains(host) || before.contains("*");
        if (covered) {
            problems.warning(
                    where,
                    "duplicate-host",
                    scope + "/" + host,
                    host.equals("*")
                            ? "covers a host of the same namespace that is listed before it"
                            : "adds nothing: an earlier host of the same namespace covers it");
        }
        before.add(host);
    }
}
