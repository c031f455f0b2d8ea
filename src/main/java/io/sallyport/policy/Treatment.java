package io.sallyport.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route does to a request and its response besides sending it somewhere.
 *
 * @param path null leaves it as it is
 * @param authority the Host that goes upstream, from {@code rewrite.authority} or a Host header that is set; null leaves
 *     it as it is
 * @param request changes to the request's headers
 * @param response changes to the response's headers
 * @param fault failures made on purpose; null means none
 * @param mirrors where copies go
 * @param cors cross-origin rules; null means none
 */
public record Treatment(
        @Nullable PathRewrite path,
        @Nullable String authority,
        HeaderChanges request,
        HeaderChanges response,
        @Nullable FaultPolicy fault,
        List<Mirror> mirrors,
        @Nullable CorsRule cors) {

    /** Leaves everything as it is. */
    public static final Treatment NONE =
            new Treatment(null, null, HeaderChanges.NONE, HeaderChanges.NONE, null, List.of(), null);

    public Treatment {
        mirrors = List.copyOf(mirrors);
    }
}
