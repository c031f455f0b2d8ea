package io.sallyport.explain;

import io.sallyport.policy.Decision;
import io.sallyport.policy.Explainer;
import io.sallyport.policy.Explanation;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.IpLiteral;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.Service;
import io.sallyport.policy.ServicePort;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.VirtualHost;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words a denial: what was asked, why it was refused, what was perhaps meant, and the YAML that would allow it. */
public final class DenialExplainer implements Explainer {

    /** Routes of which a denial's body says why they do not match. */
    private static final int MOST_ROUTES = 5;

    @Override
    public Explanation explain(Snapshot snapshot, RequestHead head, Decision.Deny denial) {
        String host = SafeText.host(head.host());
        String target = authority(host, head.port());
        Service service = denial.service();
        return switch (denial.reason()) {
            case HOST_NOT_LISTED -> hostNotListed(snapshot, head, host);
            case ADDRESS_NOT_LISTED -> addressNotListed(head, host);
            case PORT_NOT_LISTED -> portNotListed(snapshot, head, host, service);
            case PORT_NOT_HTTP ->
                told(
                        "port " + head.port() + " of " + host + " does not speak plain HTTP",
                        entry(service) + " lists " + target + " as " + protocol(service, head.port())
                                + ". Call https://"
                                + (head.port() == 443 ? host : target)
                                + " through CONNECT, or change the port's protocol to HTTP."
                                + (speaksTls(service, head.port())
                                        ? " With the annotation sallyport.io/https: originate it may be called as"
                                                + " http://, and TLS is begun here."
                                        : ""));
            case PORT_NOT_TUNNELLED ->
                told(
                        "port " + head.port() + " of " + host + " is not tunnelled",
                        isOriginated(snapshot, head)
                                ? entry(service) + " has " + target + " called in the clear, and TLS begun here"
                                        + " (sallyport.io/https: originate). Send http://" + target
                                        + " as a plain proxied request; or, for clients that begin TLS themselves, set"
                                        + " the annotation to intercept, or to tunnel, which hides the requests from"
                                        + " routes and timeouts."
                                : entry(service) + " lists " + target + " as " + protocol(service, head.port())
                                        + ". A tunnel would hide its requests from routes and timeouts. Send http://"
                                        + target + " as a plain proxied request, or change the port's protocol to"
                                        + " HTTPS, TLS or TCP.");
            case TLS_NOT_ORIGINATED ->
                told(
                        "https:// needs CONNECT",
                        "The request asks the proxy itself to speak TLS to " + target
                                + ". Use CONNECT, as clients do with HTTPS_PROXY"
                                + (speaksTls(service, head.port())
                                        ? ", or have the ServiceEntry say sallyport.io/https: originate."
                                        : "."));
            case NO_ROUTE -> noRoute(snapshot, head, host);
            case DESTINATION_UNKNOWN ->
                told(
                        "the destination for " + host + " is not available",
                        "What applies to " + target + " leads to a host, port or subset that no ServiceEntry and"
                                + " DestinationRule list, or asks for what is not enforced yet. `sallyport check`"
                                + " names it.");
        };
    }

    private static Explanation told(String title, String detail) {
        return new Explanation(title, detail, null, null);
    }

    private static Explanation hostNotListed(Snapshot snapshot, RequestHead head, String host) {
        NearestHost nearest = NearestHost.of(snapshot, head.host());
        return new Explanation(
                host + " is not a listed host",
                "No ServiceEntry lists " + host + ", and only listed hosts are reachable."
                        + (nearest == null ? "" : " " + nearest.question(host)),
                nearest == null ? null : nearest.host(),
                Remedy.host(head));
    }

    private static Explanation addressNotListed(RequestHead head, String host) {
        boolean odd = IpLiteral.isOddSpelling(head.host());
        return new Explanation(
                host + (odd ? " is no name and no well-spelled address" : " is not a listed address"),
                odd
                        ? "Some resolvers take it for an IPv4 address. Write addresses as four decimal numbers without"
                                + " leading zeros."
                        : "No ServiceEntry lists " + host + " in its addresses. Call the host by its name where it has"
                                + " one.",
                null,
                Remedy.address(head));
    }

    private static Explanation noRoute(Snapshot snapshot, RequestHead head, String host) {
        VirtualHost found = snapshot.find(head.host());
        PortPolicy port = found == null ? null : found.ports().get(head.port());
        String reasons = port == null || head.form() == RequestHead.Form.TUNNEL
                ? ""
                : port.routes().stream()
                        .limit(MOST_ROUTES)
                        .map(route -> route.name() + ": " + String.join("; ", Mismatch.of(route, head)))
                        .collect(Collectors.joining(". ", " ", "."));
        return told(
                "no route of " + host + " matches",
                "A VirtualService has routes for " + host + ", and no match of theirs is met by "
                        + SafeText.printable(head.method() + " " + pathOf(head)) + "." + reasons
                        + " Add a route without match to take the rest.");
    }

    private static Explanation portNotListed(
            Snapshot snapshot, RequestHead head, String host, @Nullable Service service) {
        VirtualHost found = snapshot.find(head.host());
        String add = service == null
                ? " Add a ServiceEntry that lists the port."
                : " Add port " + head.port() + " to " + entry(service) + ", or apply the entry below beside it.";
        return new Explanation(
                "port " + head.port() + " of " + host + " is not listed",
                (service == null
                                ? "Only a VirtualService names " + host + "."
                                : entry(service) + " lists " + host + " with " + ports(service) + ".")
                        + add,
                null,
                found == null ? null : Remedy.port(head, found));
    }

    private static String authority(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static String entry(@Nullable Service service) {
        return service == null
                ? "The configuration"
                : "ServiceEntry " + service.namespace() + "/" + service.entry() + " (" + service.where() + ")";
    }

    private static String ports(Service service) {
        return service.ports().isEmpty()
                ? "no port"
                : service.ports().stream()
                        .map(port -> "port " + port.number() + " (" + port.protocol() + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String protocol(@Nullable Service service, int number) {
        ServicePort port = service == null ? null : service.port(number);
        return port == null ? "another protocol" : port.protocol().toString();
    }

    private static boolean speaksTls(@Nullable Service service, int number) {
        ServicePort port = service == null ? null : service.port(number);
        return port != null && port.protocol().isTls() && port.https() == HttpsHandling.TUNNEL;
    }

    /** Also of port 80, where another port stands in for it. */
    private static boolean isOriginated(Snapshot snapshot, RequestHead head) {
        VirtualHost found = snapshot.find(head.host());
        PortPolicy policy = found == null ? null : found.ports().get(head.port());
        return policy != null && policy.port().https() == HttpsHandling.ORIGINATE;
    }

    private static String pathOf(RequestHead head) {
        // The query may hold secrets; what matched or not is the path.
        int query = head.path().indexOf('?');
        return query < 0 ? head.path() : head.path().substring(0, query);
    }
}
