package io.sallyport.pem;

import org.jspecify.annotations.Nullable;

/** A file that will not do. The message says why, for people: {@code caCertificates /a.pem: no such file}. */
public final class PemException extends Exception {

    private static final long serialVersionUID = 1L;

    public PemException(String message) {
        super(message);
    }

    public PemException(String message, @Nullable Exception cause) {
        super(message, cause);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
