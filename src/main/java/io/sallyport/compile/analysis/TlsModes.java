package io.sallyport.compile.analysis;

import io.sallyport.istio.ClientTlsSettings;
import org.jspecify.annotations.Nullable;

/** What the modes of TLS towards a server mean. */
final class TlsModes {

    private TlsModes() {}

    /** Whether TLS is begun here, with a certificate of the server to verify: SIMPLE or MUTUAL. */
    static boolean originates(@Nullable ClientTlsSettings tls) {
        return tls != null
                && switch (tls.mode()) {
                    case null -> false;
                    case DISABLE, ISTIO_MUTUAL -> false;
                    case SIMPLE, MUTUAL -> true;
                };
    }
}
