package io.sallyport.compile;

import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.Resource;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.VirtualService;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds annotations of ours that are not understood, and those that change nothing where they are. */
final class AnnotationCheck {

    private static final String WITHOUT_EFFECT = "annotation-without-effect";
    private static final String HANDLINGS = "originate, intercept or tunnel";

    private final ResourceProblems problems;
    private final Resource resource;

    AnnotationCheck(ResourceProblems problems, Resource resource) {
        this.problems = problems;
        this.resource = resource;
    }

    void run() {
        resource.metadata().annotations().forEach((name, value) -> {
            if (name.startsWith(Annotations.PREFIX)) {
                check(name, value);
            }
        });
    }

    private void check(String name, String value) {
        boolean understood = switch (name) {
            case Annotations.HTTPS -> Annotations.handling(value) != null || bad(name, value, HANDLINGS);
            case Annotations.SERVER_NAME ->
                value.equals(Annotations.REQUIRED)
                        || value.equals(Annotations.OPTIONAL)
                        || bad(name, value, "required or optional");
            case Annotations.TUNNEL_TIMEOUT ->
                value.equals(Annotations.APPROXIMATE) || bad(name, value, Annotations.APPROXIMATE);
            case Annotations.OUTWARD_HEADERS ->
                Annotations.outward(value) != null || bad(name, value, "strip, trace or keep");
            default -> unknown(name);
        };
        String useless = understood ? useless(name) : null;
        if (useless != null) {
            problems.warning(Annotations.where(resource, name), WITHOUT_EFFECT, value, "has no effect: " + useless);
        }
    }

    /** Why it changes nothing here, or null. */
    private @Nullable String useless(String name) {
        return switch (resource) {
            case ServiceEntry entry -> useless(name, entry);
            case VirtualService owner ->
                !name.equals(Annotations.TUNNEL_TIMEOUT)
                        ? "it is for ServiceEntries"
                        : mayBound(owner) ? null : "no route of spec.http has a timeout";
            default ->
                name.equals(Annotations.TUNNEL_TIMEOUT)
                        ? "it is for ServiceEntries and VirtualServices"
                        : "it is for ServiceEntries";
        };
    }

    private static @Nullable String useless(String name, ServiceEntry entry) {
        if (name.equals(Annotations.OUTWARD_HEADERS)) {
            boolean read = entry.ports().isEmpty()
                    || entry.ports().stream()
                            .anyMatch(port -> ServiceEntryCheck.protocolOf(port)
                                            .orElse(Protocol.SNIFFED)
                                            .isHttp()
                                    || Annotations.https(entry, port) != HttpsHandling.TUNNEL);
            return read ? null : "no port of the entry has requests that are read";
        }
        boolean handling = name.equals(Annotations.HTTPS);
        List<ServiceEntry.Port> ports = entry.ports().stream()
                .filter(port -> handling ? Annotations.isHttps(port) : isTls(port))
                .toList();
        if (ports.isEmpty()) {
            return "no port of the entry has protocol HTTPS or TLS";
        }
        boolean tunnelled = ports.stream().anyMatch(port -> Annotations.https(entry, port) == HttpsHandling.TUNNEL);
        return handling || tunnelled
                ? null
                : "it is about tunnels, and " + Annotations.HTTPS + " says "
                        + Annotations.written(entry, Annotations.HTTPS);
    }

    private static boolean isTls(ServiceEntry.Port port) {
        return ServiceEntryCheck.protocolOf(port).filter(Protocol::isTls).isPresent();
    }

    private static boolean mayBound(VirtualService owner) {
        for (HttpRoute route : owner.http()) {
            if (route.timeout() != null || route.delegate() != null) {
                return true;
            }
        }
        return false;
    }

    private boolean bad(String name, String value, String expected) {
        problems.error(
                Annotations.where(resource, name),
                "bad-annotation",
                value,
                "\"" + ResourceProblems.quoted(value) + "\" is not understood",
                expected);
        return false;
    }

    private boolean unknown(String name) {
        problems.warning(
                Annotations.where(resource, name),
                "unknown-annotation",
                null,
                "is not known, so it changes nothing; there are " + Annotations.HTTPS + ", " + Annotations.SERVER_NAME
                        + ", " + Annotations.TUNNEL_TIMEOUT + " and " + Annotations.OUTWARD_HEADERS);
        return false;
    }
}
