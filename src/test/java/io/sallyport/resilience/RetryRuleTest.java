package io.sallyport.resilience;

import static io.sallyport.policy.RetryCondition.CONNECT_FAILURE;
import static io.sallyport.policy.RetryCondition.ENVOY_RATELIMITED;
import static io.sallyport.policy.RetryCondition.GATEWAY_ERROR;
import static io.sallyport.policy.RetryCondition.REFUSED_STREAM;
import static io.sallyport.policy.RetryCondition.RESET;
import static io.sallyport.policy.RetryCondition.RESET_BEFORE_REQUEST;
import static io.sallyport.policy.RetryCondition.RETRIABLE_4XX;
import static io.sallyport.policy.RetryCondition.SERVER_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.RetryCondition;
import io.sallyport.policy.RetryPolicy;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRuleTest {

    private static final Set<Outcome> CONNECT_FAILURES = EnumSet.of(
            Outcome.CONNECTION_REFUSED,
            Outcome.CONNECTION_TIMEOUT,
            Outcome.CONNECTION_FAILED,
            Outcome.TLS_FAILED,
            Outcome.TLS_CERTIFICATE_REJECTED,
            Outcome.TLS_ALERT_RECEIVED);

    private static final Set<Outcome> RESETS = EnumSet.of(
            Outcome.STREAM_REFUSED,
            Outcome.UPSTREAM_RESET,
            Outcome.UPSTREAM_IDLE,
            Outcome.UPSTREAM_MALFORMED,
            Outcome.TRY_TIMEOUT);

    @Test
    void serverErrorIsEveryStatusFrom500To599() {
        assertThat(statusesRetriedOn(Scene.on(1, SERVER_ERROR)))
                .isEqualTo(IntStream.range(500, 600).boxed().toList());
    }

    @Test
    void gatewayErrorIs502To504() {
        assertThat(statusesRetriedOn(Scene.on(1, GATEWAY_ERROR))).containsExactly(502, 503, 504);
    }

    @Test
    void retriable4xxIs409() {
        assertThat(statusesRetriedOn(Scene.on(1, RETRIABLE_4XX))).containsExactly(409);
    }

    @Test
    void statusCodesAreThoseListed() {
        assertThat(statusesRetriedOn(Scene.onStatus(204, 429, 503))).containsExactly(204, 429, 503);
    }

    @Test
    void resetAndConnectFailureAreNoMatterOfStatus() {
        assertThat(statusesRetriedOn(Scene.on(1, RESET, CONNECT_FAILURE, RESET_BEFORE_REQUEST)))
                .isEmpty();
    }

    @Test
    void istiosDefaultRetriesNoStatus() {
        assertThat(statusesRetriedOn(RetryPolicy.DEFAULT)).isEmpty();
    }

    @Test
    void aRateLimitedResponseIsRetriedOnlyOnEnvoyRatelimited() {
        HttpResponse limited = response(503);
        limited.headers().set("x-envoy-ratelimited", "true");

        assertThat(RetryRule.matches(Scene.on(1, SERVER_ERROR, GATEWAY_ERROR), limited))
                .isFalse();
        assertThat(RetryRule.matches(Scene.on(1, ENVOY_RATELIMITED), limited)).isTrue();
        assertThat(RetryRule.matches(Scene.on(1, ENVOY_RATELIMITED), response(429)))
                .as("without the field")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GRPC_CANCELLED,1",
        "GRPC_DEADLINE_EXCEEDED,4",
        "GRPC_RESOURCE_EXHAUSTED,8",
        "GRPC_INTERNAL,13",
        "GRPC_UNAVAILABLE,14"
    })
    void aGrpcConditionIsItsStatusInTheHead(RetryCondition condition, int status) {
        RetryPolicy policy = Scene.on(1, condition);

        assertThat(IntStream.range(0, 17).filter(one -> RetryRule.matches(policy, grpc(one))))
                .containsExactly(status);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_ERROR", "GATEWAY_ERROR"})
    void anErrorStatusCoversConnectFailuresResetsAndTryTimeouts(RetryCondition condition) {
        assertThat(outcomesRetriedOn(Scene.on(1, condition), true)).isEqualTo(both(CONNECT_FAILURES, RESETS));
    }

    @Test
    void resetCoversWhateverKeepsAResponseFromComing() {
        assertThat(outcomesRetriedOn(Scene.on(1, RESET), true)).isEqualTo(both(CONNECT_FAILURES, RESETS));
    }

    @Test
    void connectFailureCoversOnlyWhatWasNeverConnected() {
        assertThat(outcomesRetriedOn(Scene.on(1, CONNECT_FAILURE), false)).isEqualTo(CONNECT_FAILURES);
    }

    @Test
    void refusedStreamIsWhatTheServerSaysItHasNotLookedAt() {
        assertThat(outcomesRetriedOn(Scene.on(1, REFUSED_STREAM), true)).containsExactly(Outcome.STREAM_REFUSED);
    }

    @Test
    void resetBeforeRequestHoldsOnlyWhileNothingWasSent() {
        RetryPolicy policy = Scene.on(1, RESET_BEFORE_REQUEST);

        assertThat(RetryRule.matches(policy, Outcome.CONNECTION_REFUSED, false)).isTrue();
        assertThat(outcomesRetriedOn(policy, true)).isEmpty();
    }

    @Test
    void listed503DoesNotCoverAResetOrAConnectFailure() {
        assertThat(outcomesRetriedOn(Scene.onStatus(503), true)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRIABLE_HEADERS", "HTTP3_POST_CONNECT_FAILURE"})
    void whatIsNeverToldNeverHolds(RetryCondition condition) {
        RetryPolicy policy = Scene.on(1, condition);

        assertThat(outcomesRetriedOn(policy, false)).isEmpty();
        assertThat(statusesRetriedOn(policy)).isEmpty();
    }

    @Test
    void noPolicyRetriesBeyondTheDeadlineOrAgainstAFullPool() {
        RetryPolicy everything = Scene.on(1, RetryCondition.values());

        assertThat(outcomesRetriedOn(everything, false))
                .doesNotContain(Outcome.REQUEST_TIMEOUT, Outcome.POOL_FULL, Outcome.CLIENT_GONE, Outcome.DNS_FAILED);
    }

    private static List<Integer> statusesRetriedOn(RetryPolicy policy) {
        return IntStream.range(200, 700)
                .boxed()
                .filter(status -> RetryRule.matches(policy, response(status)))
                .toList();
    }

    private static Set<Outcome> outcomesRetriedOn(RetryPolicy policy, boolean sent) {
        Set<Outcome> retried = EnumSet.noneOf(Outcome.class);
        Arrays.stream(Outcome.values())
                .filter(outcome -> RetryRule.matches(policy, outcome, sent))
                .forEach(retried::add);
        return retried;
    }

    private static Set<Outcome> both(Set<Outcome> one, Set<Outcome> other) {
        Set<Outcome> all = EnumSet.copyOf(one);
        all.addAll(other);
        return all;
    }

    private static HttpResponse response(int status) {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    }

    private static HttpResponse grpc(int status) {
        HttpResponse response = response(200);
        response.headers().set("grpc-status", status);
        return response;
    }
}
