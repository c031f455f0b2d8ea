package io.sallyport.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallerNamingTest {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final ExchangeObserver observer = new ExchangeObserver() {
        @Override
        public void ended(Exchange exchange) {
            told.add(exchange.caller.workload() + " " + exchange.callerDetail);
        }
    };

    @Test
    void theFirstSourceThatKnowsCounts() throws InterruptedException {
        assertThat(told(_ -> null, _ -> CompletableFuture.completedFuture(known("a")), _ -> {
                    throw new AssertionError("not to be asked");
                }))
                .isEqualTo("a detail");
    }

    @Test
    void whereNoneKnowsItIsUnknownInTheClusterOfThisProxy() throws InterruptedException {
        CallerNaming naming = new CallerNaming(List.of(new OwnWorkload(Optional.empty())), "east", observer);
        Exchange exchange = Calls.from(Calls.LOOPBACK, naming);
        exchange.start();
        exchange.end(Outcome.COMPLETED, "");

        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("unknown ");
        assertThat(exchange.caller.cluster()).isEqualTo("east");
    }

    @Test
    void theEndIsToldWhenTheCallerIsKnown() throws InterruptedException {
        CompletableFuture<KnownCaller> later = new CompletableFuture<>();
        Exchange exchange = Calls.from(Calls.LOOPBACK, new CallerNaming(List.of(_ -> later), "east", observer));
        exchange.start();
        exchange.end(Outcome.COMPLETED, "");
        assertThat(told).isEmpty();

        later.complete(known("late"));

        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("late detail");
        assertThat(told.poll(10, TimeUnit.MILLISECONDS)).as("told once").isNull();
    }

    @Test
    void programsThatAreMadeUpMakeABoundedNumberOfCallers() {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < CallerNaming.MOST_CALLERS * 2; i++) {
            seen.add("program" + i);
        }
        List<String> queue = new ArrayList<>(seen);
        CallerNaming naming = new CallerNaming(
                List.of(_ -> CompletableFuture.completedFuture(known(queue.removeFirst()))), "east", observer);
        for (int i = 0; i < seen.size(); i++) {
            Exchange exchange = Calls.from(Calls.LOOPBACK, naming);
            exchange.start();
            exchange.end(Outcome.COMPLETED, "");
        }

        assertThat(told.stream().filter(line -> line.startsWith("program"))).hasSize(CallerNaming.MOST_CALLERS);
        assertThat(told.stream().filter(line -> line.startsWith("unknown"))).hasSize(CallerNaming.MOST_CALLERS);
    }

    @Test
    void anAddressIsLookedUpWithoutItsPort() {
        InetAddress pod = Calls.LOOPBACK.getAddress();
        CallersByAddress source = new CallersByAddress(address -> address.equals(pod) ? known("pod") : null);

        assertThat(source.find(Calls.from(Calls.LOOPBACK, observer))).isCompletedWithValue(known("pod"));
    }

    private String told(CallerSource... sources) throws InterruptedException {
        Exchange exchange = Calls.from(Calls.LOOPBACK, new CallerNaming(List.of(sources), "east", observer));
        exchange.start();
        exchange.end(Outcome.COMPLETED, "");
        return String.valueOf(told.poll(10, TimeUnit.SECONDS));
    }

    private static KnownCaller known(String workload) {
        return new KnownCaller(new CallerLabels(workload, "", "", "", "", "", "", "east"), "detail");
    }
}
