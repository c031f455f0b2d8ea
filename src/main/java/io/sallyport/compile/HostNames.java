package io.sallyport.compile;

import io.sallyport.policy.IpLiteral;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rules that host names in resources obey. */
public final class HostNames {

    private static final int LONGEST = 255;
    private static final int LONGEST_LABEL = 63;

    private HostNames() {}

    /** As requests name it: lower case, without the dot that may end a full name. */
    public static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Whether it is a short name, which Istio reads as a Kubernetes service. */
    public static boolean isShort(String host) {
        return host.indexOf('.') < 0 && !host.startsWith("*") && host.indexOf(':') < 0;
    }

    /** The full name of what a resource in the namespace means: a short name gets the Kubernetes suffix. */
    public static String qualified(String host, String namespace) {
        String normal = normal(host);
        return isShort(normal) ? normal + "." + namespace + ".svc.cluster.local" : normal;
    }

    /** What is wrong with a full DNS name, or null. */
    static @Nullable String faultOfName(String host) {
        return host.isEmpty() || host.length() > LONGEST ? length(host) : faultOfLabels(host);
    }

    /** What is wrong with a DNS name whose first label may be or begin with a star, or null. */
    static @Nullable String faultOfWildcard(String host) {
        if (host.isEmpty() || host.length() > LONGEST) {
            return length(host);
        }
        int dot = host.indexOf('.');
        String first = dot < 0 ? host : host.substring(0, dot);
        if (first.length() > LONGEST_LABEL || !isWildcardLabel(first)) {
            return label(first);
        }
        return dot < 0 ? null : faultOfLabels(host.substring(dot + 1));
    }

    /** Whether it is one label of a DNS name (RFC 1123). */
    static boolean isLabel(String text) {
        return text.length() <= LONGEST_LABEL && isLabel(text, 0);
    }

    /** The first label of a wildcard: a star, perhaps before the rest of a label, or a label without any. */
    private static boolean isWildcardLabel(String text) {
        if (!text.startsWith("*")) {
            return isLabel(text, 0);
        }
        return text.length() == 1 || isLabel(text, text.charAt(1) == '-' ? 2 : 1);
    }

    /** Letters, digits and inner hyphens, one at least. By hand: a large configuration asks a hundred thousand times. */
    private static boolean isLabel(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean inner = c == '-' && i > from && i < text.length() - 1;
            if (!alphanumeric && !inner) {
                return false;
            }
        }
        return from < text.length();
    }

    /** Whether it is an IP address. */
    static boolean isAddress(String text) {
        return IpLiteral.parse(text) != null;
    }

    private static @Nullable String faultOfLabels(String host) {
        String[] labels = host.split("\\.", -1);
        String last = labels[labels.length - 1];
        if (!last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return "its last label, " + last + ", is a number";
        }
        for (int i = 0; i < labels.length; i++) {
            boolean endingDot = i == labels.length - 1 && i > 0 && labels[i].isEmpty();
            if (!endingDot && !isLabel(labels[i])) {
                return label(labels[i]);
            }
        }
        return null;
    }

    private static String length(String host) {
        return host.isEmpty() ? "it is empty" : "it is longer than " + LONGEST + " characters";
    }

    private static String label(String label) {
        return label.isEmpty()
                ? "it has an empty label"
                : "its label \"" + ResourceProblems.quoted(label)
                        + "\" is not made of 1 to 63 letters, digits and inner hyphens";
    }
}
