package io.sallyport.compile;

import io.sallyport.istio.ListenerPort;
import io.sallyport.istio.ServerTlsSettings;
import io.sallyport.istio.ServerTlsSettings.Mode;
import io.sallyport.istio.Sidecar.IngressListener;
import io.sallyport.istio.Where;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Istio's admission refuses in the listeners of a Sidecar for what comes in. */
final class SidecarIngressCheck {

    private static final Set<String> LOCAL = Set.of("", "127.0.0.1", "0.0.0.0", "[::1]", "[::]");

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final ListenerChecks listeners;

    SidecarIngressCheck(ResourceProblems problems) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.listeners = new ListenerChecks(problems);
    }

    void run(List<IngressListener> ingress) {
        Set<Long> numbers = new HashSet<>();
        for (IngressListener listener : ingress) {
            ListenerPort port = listener.port();
            Where number = port.where().field("number");
            listeners.noTargetPort(port);
            listeners.portName(port);
            listeners.protocol(port, false);
            checks.port(number, port.number());
            listeners.bind(listener.where().field("bind"), listener.bind());
            if (!numbers.add(port.number())) {
                problems.error(
                        number,
                        "duplicate-port",
                        port.number(),
                        "port number " + port.number() + " is already defined",
                        "each number once");
            }
            if (listener.defaultEndpoint() != null
                    && !listener.defaultEndpoint().isEmpty()) {
                endpoint(listener.where().field("defaultEndpoint"), listener.defaultEndpoint());
            }
            if (listener.tls() != null) {
                tls(listener.tls(), port);
            }
            pool(listener);
        }
    }

    private void pool(IngressListener listener) {
        new ConnectionPoolCheck(problems).run(listener.connectionPool());
        if (listener.connectionPool() != null
                && listener.connectionPool().http() != null
                && !ListenerChecks.isHttp(listener.port())) {
            problems.warning(
                    listener.connectionPool().http().where(),
                    "no-effect",
                    null,
                    "has no effect: the port's protocol is not HTTP");
        }
    }

    private void endpoint(Where where, String endpoint) {
        if (ListenerChecks.isUnix(endpoint)) {
            listeners.unixPath(where, endpoint);
            return;
        }
        int colon = endpoint.lastIndexOf(':');
        String host = endpoint.substring(0, Math.max(0, colon));
        String port = endpoint.substring(colon + 1);
        if (colon < 0 || !LOCAL.contains(host) || !isPort(port)) {
            problems.error(
                    where,
                    "bad-address",
                    endpoint,
                    "\"" + ResourceProblems.quoted(endpoint) + "\" is not an address and port of this workload",
                    "127.0.0.1:port, 0.0.0.0:port, [::1]:port, [::]:port or unix:///path/to/socket");
        }
    }

    private static boolean isPort(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535;
    }

    private void tls(ServerTlsSettings tls, ListenerPort port) {
        unsupported(tls, "subjectAltNames", !tls.subjectAltNames().isEmpty());
        unsupported(tls, "httpsRedirect", Boolean.TRUE.equals(tls.httpsRedirect()));
        unsupported(
                tls,
                "credentialName",
                tls.credentialName() != null && !tls.credentialName().isEmpty());
        unsupported(tls, "credentialNames", !tls.credentialNames().isEmpty());
        unsupported(tls, "tlsCertificates", !tls.tlsCertificates().isEmpty());
        unsupported(tls, "mode", tls.mode() == Mode.ISTIO_MUTUAL || tls.mode() == Mode.AUTO_PASSTHROUGH);
        if (!ListenerChecks.isTls(port)) {
            problems.error(
                    tls.where(),
                    "conflicting-fields",
                    null,
                    "a port that is neither HTTPS nor TLS cannot have tls",
                    "protocol HTTPS or TLS");
        }
        new ServerTlsCheck(problems, tls).run();
    }

    private void unsupported(ServerTlsSettings tls, String field, boolean written) {
        if (written) {
            Object value = field.equals("mode") ? tls.mode() : null;
            problems.error(
                    tls.where().field(field),
                    "conflicting-fields",
                    value,
                    (value == null ? field : "mode " + value) + " is not supported in the ingress of a sidecar",
                    "SIMPLE or MUTUAL with serverCertificate and privateKey");
        }
    }
}
