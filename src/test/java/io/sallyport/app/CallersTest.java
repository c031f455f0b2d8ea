package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.caller.KnownCaller;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.kubernetes.CallingPod;
import org.junit.jupiter.api.Test;

class CallersTest {

    @Test
    void aPodIsNamedAsIstiosMetricsNameIt() {
        KnownCaller caller =
                Callers.known(new CallingPod("shop", "checkout-x", "checkout", "till", "v7", "desk", "r2"), "east");

        assertThat(caller.labels())
                .isEqualTo(new CallerLabels("checkout", "desk", "r2", "shop", "till", "v7", "", "east"));
        assertThat(caller.detail()).isEqualTo("pod shop/checkout-x");
    }

    @Test
    void whatAPodDoesNotSayIsIstiosDefault() {
        CallerLabels labels = Callers.known(
                        new CallingPod("shop", "checkout", "checkout", "checkout", "", "checkout", ""), "east")
                .labels();

        assertThat(labels.canonicalRevision()).isEqualTo("latest");
        assertThat(labels.version()).isEqualTo("unknown");
    }
}
