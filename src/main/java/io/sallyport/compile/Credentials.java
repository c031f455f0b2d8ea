package io.sallyport.compile;

import io.sallyport.istio.ClientTlsSettings;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a {@code credentialName} means: in the first store that has any of it, by the keys of a Kubernetes Secret
 * (Istio: secretcontroller.go, which knows the same two sets of keys).
 */
final class Credentials {

    /** A Secret's name (RFC 1123 subdomain), so that none leads out of a folder. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private static final String OF_AUTHORITIES = "-cacert";

    private final List<CredentialStore> stores;

    /** @param stores asked one after the other */
    Credentials(List<CredentialStore> stores) {
        this.stores = List.copyOf(stores);
    }

    /**
     * The settings with paths in the place of the name.
     *
     * @return what was given where it names none, or where something is missing
     */
    @Nullable
    ClientTlsSettings resolve(@Nullable ClientTlsSettings tls) {
        if (tls == null || !isNamed(tls) || missing(tls) != null) {
            return tls;
        }
        String name = String.valueOf(tls.credentialName());
        return new ClientTlsSettings(
                tls.where(),
                tls.mode(),
                certificate(name),
                key(name),
                authorities(name),
                null,
                tls.subjectAltNames(),
                tls.sni(),
                tls.insecureSkipVerify(),
                revocations(name));
    }

    /** Whether a credential is asked for. */
    static boolean isNamed(ClientTlsSettings tls) {
        return tls.credentialName() != null && !tls.credentialName().isEmpty();
    }

    /** Why the credential cannot be used, as the end of a sentence; null where it can. */
    @Nullable
    String missing(ClientTlsSettings tls) {
        String name = String.valueOf(tls.credentialName());
        if (stores.isEmpty()) {
            return "no folder of credentials is set (--credentials, SALLYPORT_CREDENTIALS), nor are Secrets read"
                    + " (--kubernetes)";
        }
        if (!NAME.matcher(name).matches()) {
            return "it is not the name of a Secret";
        }
        boolean mutual = tls.mode() == ClientTlsSettings.Mode.MUTUAL;
        if (mutual && (certificate(name) == null || key(name) == null)) {
            return places(name) + " has no tls.crt and tls.key, nor cert and key";
        }
        // SIMPLE names a credential for nothing but its authorities. Without them MUTUAL trusts the system's.
        boolean verified = !Boolean.TRUE.equals(tls.insecureSkipVerify());
        return !mutual && verified && authorities(name) == null
                ? places(name) + " has no ca.crt or cacert, nor has " + places(name + OF_AUTHORITIES)
                : null;
    }

    private String places(String name) {
        return stores.stream().map(store -> store.place(name)).collect(Collectors.joining(" or "));
    }

    private @Nullable String certificate(String name) {
        return first(name, "tls.crt", "cert");
    }

    private @Nullable String key(String name) {
        return first(name, "tls.key", "key");
    }

    /** Of a Secret of its own before those beside certificate and key. */
    private @Nullable String authorities(String name) {
        String own = first(name + OF_AUTHORITIES, "ca.crt", "cacert");
        return own == null ? first(name, "ca.crt", "cacert") : own;
    }

    private @Nullable String revocations(String name) {
        String own = first(name + OF_AUTHORITIES, "ca.crl", "crl");
        return own == null ? first(name, "ca.crl", "crl") : own;
    }

    private @Nullable String first(String name, String... keys) {
        for (CredentialStore store : stores) {
            if (has(store, name)) {
                return first(store, name, keys);
            }
        }
        return null;
    }

    private static @Nullable String first(CredentialStore store, String name, String... keys) {
        for (String key : keys) {
            String path = store.path(name, key);
            if (path != null) {
                return path;
            }
        }
        return null;
    }

    /** A certificate of one store and a key of another would hardly belong together. */
    private static boolean has(CredentialStore store, String name) {
        return first(store, name, "tls.crt", "cert", "tls.key", "key", "ca.crt", "cacert", "ca.crl", "crl") != null;
    }
}
