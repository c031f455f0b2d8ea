package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.NotSslRecordException;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.nio.channels.ClosedChannelException;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a handshake that failed: whose doing it was, and what helps. */
class HandshakeFailureTest {

    private static final String HINT = "`sallyport ca export`";

    @ParameterizedTest
    @ValueSource(strings = {"unknown_ca", "bad_certificate", "certificate_unknown", "certificate_expired"})
    void aClientThatDoesNotBelieveTheCertificateIsToldHowItWould(String alert) {
        Failure failure = of(new SSLHandshakeException("(" + alert + ") Received fatal alert: " + alert));

        assertThat(failure.outcome()).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(failure.detail())
                .startsWith("the client refused the certificate (" + alert + ")")
                .contains(HINT);
    }

    @Test
    void anAlertThatCannotBeDecryptedIsMostLikelyAboutTheCertificateToo() {
        Failure failure = of(new SSLException("Unexpected exception", new AEADBadTagException("Tag mismatch")));

        assertThat(failure.outcome()).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(failure.detail())
                .contains("most likely over the certificate")
                .contains(HINT);
    }

    @Test
    void otherAlertsAreToldAsTheyAre() {
        Failure failure = of(new SSLHandshakeException("Received fatal alert: protocol_version"));

        assertThat(failure.outcome()).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(failure.detail()).isEqualTo("the client ended the TLS handshake: protocol_version");
    }

    @Test
    void aCloseWithoutAWordMayMeanDistrust() {
        assertThat(of(new ClosedChannelException()).detail())
                .contains("perhaps")
                .contains(HINT);
        assertThat(of(null).outcome()).isEqualTo(Outcome.CLIENT_GONE);
    }

    @Test
    void whatIsNoTlsAndWhatCannotBeAgreedOnIsMalformed() {
        assertThat(of(new NotSslRecordException("GET /")).detail()).isEqualTo("not TLS, where TLS is intercepted");
        assertThat(of(new SSLHandshakeException("no cipher suites in common")))
                .isEqualTo(
                        new Failure(Outcome.CLIENT_MALFORMED, "no TLS could be agreed on: no cipher suites in common"));
    }

    @Test
    void anotherServerNameComesBeforeAllElse() {
        Failure failure = HandshakeFailure.of(
                new SSLHandshakeException("Unrecognized server name indication"),
                new InnerOrigin("bank.example", 443),
                "other.example");

        assertThat(failure)
                .isEqualTo(new Failure(
                        Outcome.DENIED, "the server name is other.example, the CONNECT was for bank.example"));
    }

    private static Failure of(@Nullable Throwable cause) {
        return HandshakeFailure.of(cause, new InnerOrigin("bank.example", 443), null);
    }
}
