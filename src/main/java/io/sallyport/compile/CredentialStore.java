package io.sallyport.compile;

import org.jspecify.annotations.Nullable;

/** A place where credentials are kept, each a set of PEM texts with names: a folder, a cluster's Secrets. */
public interface CredentialStore {

    /** How the path of what is no file begins, {@code secret:namespace/name/key}: it is read by whoever made the store. */
    String IN_MEMORY = "secret:";

    /**
     * Where a text is; answers at once.
     *
     * @param credential the name, a Kubernetes Secret's
     * @param key the text's
     * @return null where it is not there
     */
    @Nullable
    String path(String credential, String key);

    /** Where a credential would be, for people. */
    String place(String credential);
}
