package io.sallyport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ApiFailureTest {

    @Test
    void theServersOwnSentenceIsEnough() {
        KubernetesClientException told = new KubernetesClientException(
                "Failure executing: GET at: https://api/x. Message: pods is forbidden. Received status: Status(...)",
                403,
                new StatusBuilder().withMessage("pods is forbidden").build());

        assertThat(ApiFailure.reason(new ExecutionException(new CompletionException(told))))
                .isEqualTo("pods is forbidden");
    }

    @Test
    void aWatchThatIsNotLetInIsToldInTheSameWordsAtEachTry() {
        String first =
                ApiFailure.reason(new KubernetesClientException("Received 403 on websocket. Failure executing: GET"
                        + " at: https://api/api/v1/pods?resourceVersion=1&watch=true. Message: Forbidden."));
        String second =
                ApiFailure.reason(new KubernetesClientException("Received 403 on websocket. Failure executing: GET"
                        + " at: https://api/api/v1/pods?resourceVersion=2&watch=true. Message: Forbidden."));

        assertThat(first)
                .isEqualTo("watching https://api/api/v1/pods was answered by 403")
                .isEqualTo(second);
    }

    @Test
    void whereNobodyAnsweredTheReasonIsTheCauses() {
        KubernetesClientException untold =
                new KubernetesClientException("An error has occurred.", new ConnectException("Connection refused"));

        assertThat(ApiFailure.reason(untold)).isEqualTo("Connection refused");
    }

    @Test
    void anAnswerThatDidNotComeAndOneThatTheLibraryMadeUpAreTold() {
        assertThat(ApiFailure.reason(new TimeoutException())).isEqualTo("the API server did not answer in time");
        assertThat(ApiFailure.reason(new KubernetesClientException("An error has occurred.")))
                .isEqualTo("An error has occurred.");
    }
}
