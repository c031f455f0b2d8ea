package io.sallyport.authority;

import java.util.List;

/**
 * Where the operator's certificate authority lies.
 *
 * @param certificate PEM: the authority's certificate, then those above it, if clients trust one of them
 * @param key PEM: PKCS#8, PKCS#1 or SEC 1, not encrypted
 */
public record AuthorityFiles(String certificate, String key) {

    /** What their problems are told under. */
    static final String CERTIFICATE_SETTING = "--ca-certificate";

    static final String KEY_SETTING = "--ca-key";

    List<String> paths() {
        return List.of(certificate, key);
    }
}
