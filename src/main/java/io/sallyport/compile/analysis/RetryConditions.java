package io.sallyport.compile.analysis;

import io.sallyport.istio.HttpRetry;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.VirtualService;
import io.sallyport.istio.Where;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words of {@code retryOn} for what cannot happen, so that nothing is repeated because of them. */
final class RetryConditions implements Analyzer {

    private static final Map<String, String> NEVER = Map.of(
            "http3-post-connect-failure", "nothing is sent by HTTP/3",
            "retriable-headers", "Istio has no field that names the headers");

    /** Part of Istio's own default, and so taken without a word beside others. */
    private static final Map<String, String> HARDLY = Map.of("retriable-status-codes", "no status code is named");

    @Override
    public void run(Listing listing, Findings findings) {
        for (VirtualService owner : listing.virtualServices()) {
            for (HttpRoute route : owner.http()) {
                HttpRetry retries = route.retries();
                if (retries != null
                        && retries.retryOn() != null
                        && !retries.retryOn().isEmpty()) {
                    check(owner, retries.where().field("retryOn"), retries.retryOn(), findings);
                }
            }
        }
    }

    private static void check(VirtualService owner, Where where, String retryOn, Findings findings) {
        String[] words = retryOn.split(",", -1);
        for (String word : words) {
            String why = NEVER.get(word);
            if (why == null && words.length == 1) {
                why = HARDLY.get(word);
            }
            report(owner, where, word, why, findings);
        }
    }

    private static void report(
            VirtualService owner, Where where, String word, @Nullable String why, Findings findings) {
        if (why != null) {
            findings.warning(
                    owner, where, "retry-condition-never", word, word + " never happens on plain HTTP: " + why);
        }
    }
}
