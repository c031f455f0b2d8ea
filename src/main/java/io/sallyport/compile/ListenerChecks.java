package io.sallyport.compile;

import io.sallyport.istio.ListenerPort;
import io.sallyport.istio.Where;
import io.sallyport.policy.Protocol;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Istio's rules for what the listeners of Gateways and Sidecars have in common. */
final class ListenerChecks {

    /** Begins an address that is a path of the file system. */
    static final String UNIX = "unix://";

    private final ResourceProblems problems;
    private final FieldChecks checks;

    ListenerChecks(ResourceProblems problems) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
    }

    static boolean isUnix(@Nullable String address) {
        return address != null && address.startsWith(UNIX);
    }

    /** The protocol of a port; empty when it names none or one that Istio does not know. */
    static Optional<Protocol> protocol(ListenerPort port) {
        String written = port.protocol();
        return written == null || written.isEmpty() ? Optional.empty() : Protocol.named(written);
    }

    static boolean isHttp(ListenerPort port) {
        return protocol(port).map(Protocol::isHttp).orElse(false);
    }

    static boolean isTls(ListenerPort port) {
        return protocol(port)
                .map(protocol -> protocol == Protocol.HTTPS || protocol == Protocol.TLS)
                .orElse(false);
    }

    /** An absolute path to a file, or {@code @} and a name. */
    void unixPath(Where where, String address) {
        String path = address.substring(UNIX.length());
        boolean isAbstract = path.startsWith("@");
        if (!isAbstract && (!path.startsWith("/") || path.endsWith("/"))) {
            problems.error(
                    where,
                    "bad-address",
                    address,
                    "the unix socket is not an absolute path to a file",
                    "unix:///path/to/socket");
        }
    }

    /** An IP address to listen on. */
    void bind(Where where, @Nullable String bind) {
        if (bind != null && !bind.isEmpty() && !HostNames.isAddress(bind)) {
            problems.error(
                    where,
                    "bad-address",
                    bind,
                    "\"" + ResourceProblems.quoted(bind) + "\" is not an IP address",
                    "an IP address of this host, such as 127.0.0.1");
        }
    }

    /** That Istio knows the protocol. */
    void protocol(ListenerPort port, boolean required) {
        String written = port.protocol();
        boolean absent = written == null || written.isEmpty();
        if (absent ? required : protocol(port).isEmpty()) {
            problems.error(
                    port.where().field("protocol"),
                    "bad-protocol",
                    written,
                    "\"" + ResourceProblems.quoted(String.valueOf(written)) + "\" is not a protocol",
                    "one of HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, HTTP_PROXY, TCP, TLS, MONGO, MYSQL, REDIS, UDP");
        }
    }

    /** A field that looks as if it said something. */
    void noTargetPort(ListenerPort port) {
        Long target = port.targetPort();
        if (target != null && target > 0) {
            problems.error(
                    port.where().field("targetPort"),
                    "conflicting-fields",
                    target,
                    "targetPort means nothing in a " + problems.resource().kind(),
                    "no targetPort");
        }
    }

    /** A name that may be left out. */
    void portName(ListenerPort port) {
        String name = port.name();
        if (name != null && !name.isEmpty()) {
            checks.label(port.where().field("name"), "port name", name);
        }
    }
}
