package io.sallyport.resilience;

import io.sallyport.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;

/** Remembers the decisions about retries. */
final class RecordingObserver implements RetryObserver {

    final List<String> decisions = new ArrayList<>();

    @Override
    public void retrying(Exchange exchange, int retry, long waitMillis) {
        decisions.add("retry " + retry + " in " + waitMillis);
    }

    @Override
    public void skipped(Exchange exchange, SkippedRetry why) {
        decisions.add("skipped " + why);
    }
}
