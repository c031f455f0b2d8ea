package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DialerTest {

    @ParameterizedTest
    @MethodSource
    void a_cause_is_told_in_words_without_addresses(Throwable cause, Outcome outcome, String detail) {
        assertThat(Dialer.failure(cause)).isEqualTo(new Failure(outcome, detail));
    }

    static Stream<Arguments> a_cause_is_told_in_words_without_addresses() {
        return Stream.of(
                Arguments.of(
                        new ConnectTimeoutException("connection timed out after 10 ms: /10.0.0.1:80"),
                        Outcome.CONNECTION_TIMEOUT,
                        "connect timeout"),
                Arguments.of(
                        new ConnectException("finishConnect(..) failed: Connection timed out: /10.0.0.1:80"),
                        Outcome.CONNECTION_TIMEOUT,
                        "connect timeout"),
                Arguments.of(
                        new ConnectException("finishConnect(..) failed: Connection refused: /10.0.0.1:80"),
                        Outcome.CONNECTION_REFUSED,
                        "refused"),
                Arguments.of(
                        new NoRouteToHostException("No route to host: /10.0.0.1:80"),
                        Outcome.CONNECTION_FAILED,
                        "unreachable"),
                Arguments.of(
                        new ConnectException("connect(..) failed: Network is unreachable: /[::1]:80"),
                        Outcome.CONNECTION_FAILED,
                        "unreachable"),
                Arguments.of(
                        new IOException("Cannot assign requested address: /10.0.0.1:80"),
                        Outcome.CONNECTION_FAILED,
                        "could not connect"));
    }
}
