package io.sallyport.listener;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Set;
import javax.crypto.BadPaddingException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells why a client did not shake hands with us, and what to do about it. */
final class HandshakeFailure {

    private static final String ALERT = "received fatal alert: ";

    /** What clients say that do not believe a certificate (RFC 8446 section 6.2). */
    private static final Set<String> DISTRUST = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_unknown",
            "certificate_expired",
            "certificate_revoked",
            "unknown_ca");

    private static final String HINT = "it has to trust the authority that `sallyport ca export` writes";

    private HandshakeFailure() {}

    /** @param refusedName the server name that was asked for and is not the tunnel's; null where there was none */
    static Failure of(@Nullable Throwable cause, InnerOrigin origin, @Nullable String refusedName) {
        if (refusedName != null) {
            return new Failure(
                    Outcome.DENIED, "the server name is " + refusedName + ", the CONNECT was for " + origin.host());
        }
        return switch (cause) {
            case SslHandshakeTimeoutException _ ->
                new Failure(Outcome.CLIENT_TIMEOUT, "the TLS handshake did not come in time");
            case NotSslRecordException _ -> new Failure(Outcome.CLIENT_MALFORMED, "not TLS, where TLS is intercepted");
            case SSLException told
            when told.getCause() instanceof BadPaddingException ->
                // OpenSSL's alerts, sent in the clear where TLS 1.3 has them encrypted already.
                new Failure(
                        Outcome.CLIENT_GONE,
                        "the client broke off the TLS handshake, most likely over the certificate: " + HINT);
            case SSLException told -> told(String.valueOf(told.getMessage()));
            case ClosedChannelException _ -> gone();
            case null, default -> gone();
        };
    }

    /** Some clients close without a word when they do not believe a certificate. */
    static Failure gone() {
        return new Failure(Outcome.CLIENT_GONE, "closed during the TLS handshake; perhaps " + HINT);
    }

    private static Failure told(String message) {
        int at = message.toLowerCase(Locale.ROOT).indexOf(ALERT);
        if (at < 0) {
            return new Failure(Outcome.CLIENT_MALFORMED, "no TLS could be agreed on: " + message);
        }
        String alert = message.substring(at + ALERT.length());
        return DISTRUST.contains(alert)
                ? new Failure(Outcome.CLIENT_GONE, "the client refused the certificate (" + alert + "): " + HINT)
                : new Failure(Outcome.CLIENT_GONE, "the client ended the TLS handshake: " + alert);
    }
}
