package io.sallyport.compile;

import io.sallyport.istio.Gateway;
import io.sallyport.istio.ListenerPort;
import io.sallyport.istio.ServerTlsSettings;
import io.sallyport.istio.Where;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in a Gateway, and what is not enforced. */
final class GatewayCheck {

    private final ResourceProblems problems;
    private final ListenerChecks listeners;
    private final FieldChecks checks;
    private final ScopedHostCheck hosts;
    private final Gateway gateway;

    GatewayCheck(ResourceProblems problems, Gateway gateway) {
        this.problems = problems;
        this.listeners = new ListenerChecks(problems);
        this.checks = new FieldChecks(problems);
        this.hosts = new ScopedHostCheck(problems);
        this.gateway = gateway;
    }

    void run() {
        checks.label(
                gateway.metadata().where().field("name"),
                "gateway name",
                gateway.metadata().name());
        if (gateway.servers().isEmpty()) {
            problems.error(gateway.spec(), "missing-field", null, "a gateway needs a server", "servers");
        }
        Set<String> names = new HashSet<>();
        for (Gateway.Server server : gateway.servers()) {
            server(server);
            String name = server.port().name() == null ? "" : server.port().name();
            if (!names.add(name)) {
                problems.error(
                        server.port().where().field("name"),
                        "duplicate-port",
                        name,
                        "port name \"" + ResourceProblems.quoted(name) + "\" is already defined",
                        "each port name once");
            }
        }
    }

    private void server(Gateway.Server server) {
        for (int i = 0; i < server.hosts().size(); i++) {
            hosts.gateway(server.where().field("hosts").index(i), server.hosts().get(i));
        }
        port(server);
        bind(server);
        tls(server);
    }

    private void port(Gateway.Server server) {
        ListenerPort port = server.port();
        listeners.protocol(port, true);
        if (port.number() > 0 || !ListenerChecks.isUnix(server.bind())) {
            checks.port(port.where().field("number"), port.number());
        }
        listeners.noTargetPort(port);
        if (port.name() == null || port.name().isEmpty()) {
            problems.error(
                    port.where().field("name"), "missing-field", null, "a gateway's port needs a name", "such as http");
        }
    }

    private void bind(Gateway.Server server) {
        Where where = server.where().field("bind");
        String bind = server.bind();
        if (bind == null || !ListenerChecks.isUnix(bind)) {
            listeners.bind(where, bind);
            return;
        }
        listeners.unixPath(where, bind);
        if (server.port().number() != 0) {
            problems.error(
                    server.port().where().field("number"),
                    "conflicting-fields",
                    server.port().number(),
                    "a unix socket has no port number",
                    "0");
        }
    }

    private void tls(Gateway.Server server) {
        ListenerPort port = server.port();
        ServerTlsSettings tls = server.tls();
        if (tls == null) {
            if (ListenerChecks.isTls(port)) {
                problems.error(
                        server.where().field("tls"),
                        "missing-field",
                        null,
                        "a port of protocol " + ResourceProblems.quoted(String.valueOf(port.protocol())) + " needs tls",
                        "tls with a mode");
            }
            return;
        }
        new ServerTlsCheck(problems, tls).run();
        if (!ListenerChecks.isHttp(port) && Boolean.TRUE.equals(tls.httpsRedirect())) {
            problems.warning(
                    tls.where().field("httpsRedirect"), "no-effect", true, "is only for servers of protocol HTTP");
        }
        if (ListenerChecks.protocol(port).isPresent() && !ListenerChecks.isTls(port)) {
            plain(port, tls);
        }
    }

    /** On a port without TLS there is nothing to say but that clients are sent to the one with it. */
    private void plain(ListenerPort port, ServerTlsSettings tls) {
        boolean redirectOnly = ServerTlsCheck.passesThrough(tls)
                && isEmpty(tls.caCertificates())
                && isEmpty(tls.privateKey())
                && isEmpty(tls.serverCertificate());
        if (!ListenerChecks.isHttp(port) || !redirectOnly) {
            problems.error(
                    tls.where(),
                    "conflicting-fields",
                    null,
                    "a port of protocol " + ResourceProblems.quoted(String.valueOf(port.protocol()))
                            + " cannot have tls",
                    ListenerChecks.isHttp(port) ? "httpsRedirect alone, or protocol HTTPS" : "protocol HTTPS or TLS");
        }
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
