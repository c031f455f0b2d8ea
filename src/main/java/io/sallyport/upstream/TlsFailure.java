package io.sallyport.upstream;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says why TLS failed, in words for people and the rows of RFC 9209. */
final class TlsFailure {

    private static final String ALERT = "fatal alert: ";

    /** Alerts by which a server refuses us before it reads what we send it after the handshake. */
    private static final Set<String> REFUSALS = Set.of(
            "certificate_required",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "handshake_failure",
            "decrypt_error");

    private TlsFailure() {}

    /** Why a handshake failed. */
    static Failure of(@Nullable Throwable cause) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return new Failure(Outcome.CONNECTION_TIMEOUT, "TLS handshake timeout");
        }
        if (cause instanceof ClosedChannelException) {
            return new Failure(Outcome.TLS_FAILED, "closed by the upstream during the TLS handshake");
        }
        if (cause instanceof NotSslRecordException) {
            return new Failure(Outcome.TLS_FAILED, "the upstream does not speak TLS");
        }
        String certificate = certificate(cause);
        if (certificate != null) {
            return new Failure(Outcome.TLS_CERTIFICATE_REJECTED, certificate);
        }
        String alert = alert(cause);
        if (alert != null) {
            return refused(alert);
        }
        String message = cause == null ? null : cause.getMessage();
        return new Failure(Outcome.TLS_FAILED, message == null ? "the TLS handshake failed" : "TLS: " + message);
    }

    /**
     * Why the server ended a connection right after the handshake: with TLS 1.3 it sees the client's certificate, or
     * none, only when the client is done. Null where it was for another reason.
     */
    static @Nullable Failure refusal(Throwable cause) {
        String alert = alert(cause);
        return alert != null && REFUSALS.contains(alert) ? refused(alert) : null;
    }

    private static Failure refused(String alert) {
        String why = switch (alert) {
            case "certificate_required" -> "the upstream requires a client certificate";
            case "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_expired",
                    "certificate_unknown",
                    "unknown_ca",
                    "access_denied" -> "the upstream does not accept the client certificate, or wants one";
            case "handshake_failure" ->
                "the upstream refuses the handshake: no common cipher, or it requires a client certificate";
            case "protocol_version" -> "the upstream speaks neither TLS 1.2 nor TLS 1.3";
            case "unrecognized_name" -> "the upstream does not know the server name";
            default -> "the upstream ended the handshake";
        };
        return new Failure(Outcome.TLS_ALERT_RECEIVED, why + " (alert " + alert + ")");
    }

    private static @Nullable String alert(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause instanceof SSLException ? cause.getMessage() : null;
            int at = message == null ? -1 : message.indexOf(ALERT);
            if (message != null && at >= 0) {
                int begin = at + ALERT.length();
                int end = begin;
                while (end < message.length() && isOfAlert(message.charAt(end))) {
                    end++;
                }
                return message.substring(begin, end);
            }
        }
        return null;
    }

    private static boolean isOfAlert(char c) {
        return (c >= 'a' && c <= 'z') || c == '_';
    }

    /** What is wrong with the upstream's certificate; null when nothing is. */
    private static @Nullable String certificate(@Nullable Throwable failure) {
        boolean aboutCertificate = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String exactly = exactly(cause);
            if (exactly != null) {
                return exactly;
            }
            aboutCertificate |= cause instanceof CertificateException;
        }
        return aboutCertificate
                ? "the certificate is not trusted: its issuer is none of the trusted authorities"
                : null;
    }

    private static @Nullable String exactly(Throwable cause) {
        return switch (cause) {
            case CertificateCheck.WrongName wrong -> wrong.getMessage();
            case CertificateExpiredException ignored -> "the certificate has expired";
            case CertificateNotYetValidException ignored -> "the certificate is not valid yet";
            case CertificateRevokedException ignored -> "the certificate was revoked";
            case CertPathValidatorException path -> reason(path);
            default -> null;
        };
    }

    private static @Nullable String reason(CertPathValidatorException path) {
        if (path.getReason() == BasicReason.REVOKED) {
            return "the certificate was revoked";
        }
        if (path.getReason() == BasicReason.EXPIRED) {
            return "the certificate has expired";
        }
        if (path.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
            return "caCrl has no valid revocation list of the certificate's issuer";
        }
        if (path.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
            return "the certificate uses an algorithm that is not secure";
        }
        return null;
    }
}
