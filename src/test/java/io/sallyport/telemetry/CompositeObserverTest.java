package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositeObserverTest {

    @Test
    void oneThatThrowsHarmsNeitherTheOthersNorTheExchange() {
        List<String> heard = new ArrayList<>();
        CompositeObserver both =
                new CompositeObserver(new Named("broken", heard, true), new Named("sound", heard, false));

        Exchange exchange = Exchanges.begin(Exchanges.get("a", "/"), Exchanges.forward(Exchanges.BANK), both);
        exchange.endAttempt(exchange.startAttempt(new DefaultHttpHeaders()), Outcome.COMPLETED, "");
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(heard)
                .containsExactly(
                        "broken started",
                        "sound started",
                        "broken attemptStarted",
                        "sound attemptStarted",
                        "broken attemptEnded",
                        "sound attemptEnded",
                        "broken ended",
                        "sound ended");
        assertThat(exchange.hasEnded()).isTrue();
    }

    private record Named(String name, List<String> heard, boolean broken) implements ExchangeObserver {

        @Override
        public void started(Exchange exchange) {
            hear("started");
        }

        @Override
        public void attemptStarted(Exchange exchange, Attempt attempt, HttpHeaders outgoing) {
            hear("attemptStarted");
        }

        @Override
        public void attemptEnded(Exchange exchange, Attempt attempt) {
            hear("attemptEnded");
        }

        @Override
        public void ended(Exchange exchange) {
            hear("ended");
        }

        private void hear(String what) {
            heard.add(name + " " + what);
            if (broken) {
                throw new IllegalStateException("broken on purpose");
            }
        }
    }
}
