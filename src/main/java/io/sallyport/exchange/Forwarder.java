package io.sallyport.exchange;

import io.netty.handler.codec.http.HttpRequest;

/**
 * Sends a request on. The innermost one connects; decorators around it bound and repeat. Listed, outermost first, in
 * {@code app/ForwardingChain}.
 */
public interface Forwarder {

    /**
     * Begins to send. Called on the exchange's event loop; may call {@code response} before it returns.
     *
     * @param exchange what is being forwarded; its decision is a {@link io.sallyport.policy.Decision.Forward}
     * @param request the head as it goes upstream: origin-form, hop-by-hop fields gone (but for Connection and Upgrade
     *     where the client wants another protocol), Host and Via set. {@code
     *     Content-Length} or {@code Transfer-Encoding: chunked} says how the body comes; neither means there is none.
     *     A later try gets the same object, so the innermost Forwarder may set fields in it but never add
     * @param response is told what comes back
     * @return takes the body. For a request without body {@code end} is called all the same
     */
    RequestSink forward(Exchange exchange, HttpRequest request, ResponseSink response);
}
