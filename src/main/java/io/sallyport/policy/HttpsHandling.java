package io.sallyport.policy;

/** How calls to an HTTPS port are carried (the annotation {@code sallyport.io/https} of a ServiceEntry). */
public enum HttpsHandling {
    /** As bytes that nobody reads, through CONNECT: what Istio does, and the default. */
    TUNNEL,
    /** As plain HTTP up to here, read and routed; from here on as TLS, begun and verified by us. */
    ORIGINATE,
    /** As CONNECT whose TLS ends here, with a certificate of the operator's own; read and routed, then TLS again. */
    INTERCEPT
}
