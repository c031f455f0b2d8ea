package io.sallyport.compile;

import io.sallyport.istio.ClientTlsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that a {@code credentialName} means: a folder for each Kubernetes Secret, named after it, with its keys
 * as files, as Kubernetes mounts them (Istio: secretcontroller.go, which knows the same two sets of keys).
 */
final class Credentials {

    /** A Secret's name (RFC 1123 subdomain), so that none leads out of the folder. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private static final String OF_AUTHORITIES = "-cacert";

    private final @Nullable Path folder;

    /** @param folder with a folder for each credential; null where there is none */
    Credentials(@Nullable Path folder) {
        this.folder = folder;
    }

    /**
     * The settings with files in the place of the name.
     *
     * @return what was given where it names none, or where files are missing
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
        if (folder == null) {
            return "no folder of credentials is set (--credentials, SALLYPORT_CREDENTIALS)";
        }
        if (!NAME.matcher(name).matches()) {
            return "it is not the name of a folder in " + folder;
        }
        boolean mutual = tls.mode() == ClientTlsSettings.Mode.MUTUAL;
        if (mutual && (certificate(name) == null || key(name) == null)) {
            return folder.resolve(name) + " has no tls.crt and tls.key, nor cert and key";
        }
        // SIMPLE names a credential for nothing but its authorities. Without them MUTUAL trusts the system's.
        boolean verified = !Boolean.TRUE.equals(tls.insecureSkipVerify());
        return !mutual && verified && authorities(name) == null
                ? folder.resolve(name) + " has no ca.crt or cacert, nor has " + folder.resolve(name + OF_AUTHORITIES)
                : null;
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

    private @Nullable String first(String name, String... files) {
        if (folder == null) {
            return null;
        }
        for (String file : List.of(files)) {
            Path path = folder.resolve(name).resolve(file);
            if (Files.isRegularFile(path) && Files.isReadable(path)) {
                return path.toString();
            }
        }
        return null;
    }
}
