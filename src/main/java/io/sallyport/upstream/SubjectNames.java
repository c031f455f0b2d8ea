package io.sallyport.upstream;

import io.sallyport.policy.IpLiteral;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The names a certificate is for: its subject alternative names alone. The common name is none (RFC 9525 section 2), as
 * in Envoy.
 */
final class SubjectNames {

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    private record Name(int type, String text) {}

    private final List<Name> names = new ArrayList<>();

    SubjectNames(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return;
        }
        for (List<?> alternative : alternatives) {
            if (alternative.get(0) instanceof Integer type && alternative.get(1) instanceof String text) {
                names.add(new Name(type, text));
            }
        }
    }

    /** Whether one of the names is wanted. */
    boolean matchesAny(List<String> wanted) {
        return wanted.stream().anyMatch(this::matches);
    }

    private boolean matches(String wanted) {
        InetAddress address = IpLiteral.parse(wanted);
        for (Name name : names) {
            boolean same = switch (name.type) {
                case DNS -> address == null && matchesDns(wanted, name.text);
                case ADDRESS -> address != null && address.equals(IpLiteral.parse(name.text));
                case URI -> wanted.equals(name.text);
                default -> false;
            };
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** A wildcard is the whole first label, and stands for one label (RFC 9525 section 6.3). */
    private static boolean matchesDns(String wanted, String certified) {
        if (wanted.equalsIgnoreCase(certified)) {
            return true;
        }
        int dot = wanted.indexOf('.');
        return certified.startsWith("*.")
                && certified.indexOf('.', 2) > 0
                && dot > 0
                && wanted.substring(dot).equalsIgnoreCase(certified.substring(1));
    }

    /** For people: the names, or that there are none. */
    @Override
    public String toString() {
        if (names.isEmpty()) {
            return "no name";
        }
        List<String> first = names.stream().limit(3).map(Name::text).toList();
        return String.join(", ", first) + (names.size() > 3 ? " and " + (names.size() - 3) + " more" : "");
    }
}
