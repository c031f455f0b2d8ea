package io.sallyport.istio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a request that must all hold (Istio {@code HTTPMatchRequest}).
 *
 * @param headers conditions by header name as written
 * @param withoutHeaders conditions of which none may hold, by header name as written
 * @param port port that the request was meant for, 0 to 4294967295 by type
 */
public record HttpMatchRequest(
        Where where,
        @Nullable String name,
        @Nullable StringMatch uri,
        @Nullable StringMatch scheme,
        @Nullable StringMatch method,
        @Nullable StringMatch authority,
        Map<String, StringMatch> headers,
        Map<String, StringMatch> withoutHeaders,
        Map<String, StringMatch> queryParams,
        @Nullable Boolean ignoreUriCase,
        @Nullable Long port,
        List<String> gateways,
        Map<String, String> sourceLabels,
        @Nullable String sourceNamespace,
        @Nullable String statPrefix) {
    public HttpMatchRequest {
        headers = Copies.inOrder(headers);
        withoutHeaders = Copies.inOrder(withoutHeaders);
        queryParams = Copies.inOrder(queryParams);
        gateways = List.copyOf(gateways);
        sourceLabels = Copies.inOrder(sourceLabels);
    }
}
