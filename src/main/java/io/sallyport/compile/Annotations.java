package io.sallyport.compile;

import io.sallyport.istio.Resource;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.Where;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.OutwardHeaders;
import io.sallyport.policy.Protocol;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The annotations that are our own: what Istio's fields have no word for. */
public final class Annotations {

    static final String PREFIX = "sallyport.io/";

    /** How the HTTPS ports of a ServiceEntry are handled; its values are {@link HttpsHandling}'s in lower case. */
    public static final String HTTPS = PREFIX + "https";

    /** Whether tunnels to the TLS ports of a ServiceEntry may leave the server name out: required or optional. */
    static final String SERVER_NAME = PREFIX + "server-name";

    /** Whether a route's timeout bounds tunnels as well as can be: approximate. On a ServiceEntry or VirtualService. */
    public static final String TUNNEL_TIMEOUT = PREFIX + "tunnel-timeout";

    /** Which header fields about the inside leave; its values are {@link OutwardHeaders}' in lower case. */
    public static final String OUTWARD_HEADERS = PREFIX + "outward-headers";

    static final String REQUIRED = "required";
    static final String OPTIONAL = "optional";
    static final String APPROXIMATE = "approximate";

    private static final int HTTPS_NUMBER = 443;

    private Annotations() {}

    /** What is written; null where it is absent. */
    public static @Nullable String written(Resource resource, String name) {
        return resource.metadata().annotations().get(name);
    }

    /** Where it is written. */
    public static Where where(Resource resource, String name) {
        return resource.metadata().where().field("annotations").field(name);
    }

    /** How the entry asks for one of its ports to be handled; TUNNEL where it does not, or by an unknown word. */
    public static HttpsHandling https(ServiceEntry entry, ServiceEntry.Port port) {
        String written = written(entry, HTTPS);
        HttpsHandling handling = written == null || !isHttps(port) ? null : handling(written);
        return handling == null ? HttpsHandling.TUNNEL : handling;
    }

    /** Whether the annotation about HTTPS is for the port: one of HTTPS or TLS, and 443 where no protocol is written. */
    static boolean isHttps(ServiceEntry.Port port) {
        Protocol protocol = ServiceEntryCheck.protocolOf(port).orElse(Protocol.SNIFFED);
        return protocol.isTls() || (protocol == Protocol.SNIFFED && port.number() == HTTPS_NUMBER);
    }

    /** Whether a route's timeout is to bound tunnels. */
    public static boolean boundsTunnels(Resource resource) {
        return APPROXIMATE.equals(written(resource, TUNNEL_TIMEOUT));
    }

    /**
     * Which header fields about the inside leave with requests to the entry's hosts: as it is annotated, else all of them
     * where it is part of the mesh, else as the process was told.
     */
    static OutwardHeaders outward(ServiceEntry entry, OutwardHeaders told) {
        String written = written(entry, OUTWARD_HEADERS);
        OutwardHeaders asked = written == null ? null : outward(written);
        if (asked != null) {
            return asked;
        }
        return entry.location() == ServiceEntry.Location.MESH_INTERNAL ? OutwardHeaders.KEEP : told;
    }

    /** By its word, null when there is none such. */
    static @Nullable OutwardHeaders outward(String word) {
        for (OutwardHeaders outward : OutwardHeaders.values()) {
            if (outward.name().toLowerCase(Locale.ROOT).equals(word)) {
                return outward;
            }
        }
        return null;
    }

    /** The handling by its word, null when there is none such. */
    static @Nullable HttpsHandling handling(String word) {
        for (HttpsHandling handling : HttpsHandling.values()) {
            if (word(handling).equals(word)) {
                return handling;
            }
        }
        return null;
    }

    /** As it is written. */
    public static String word(HttpsHandling handling) {
        return handling.name().toLowerCase(Locale.ROOT);
    }
}
