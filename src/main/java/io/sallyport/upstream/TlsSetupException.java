package io.sallyport.upstream;

import org.jspecify.annotations.Nullable;

/** TLS cannot be spoken with these settings. The message says why, for people: {@code caCertificates /a.pem: no such file}. */
final class TlsSetupException extends Exception {

    private static final long serialVersionUID = 1L;

    TlsSetupException(String message) {
        super(message);
    }

    TlsSetupException(String message, @Nullable Exception cause) {
        super(message, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
