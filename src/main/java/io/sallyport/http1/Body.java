package io.sallyport.http1;

/** How the body behind a head is framed, and so what comes next on the connection. */
enum Body {
    /** None: the message is whole. */
    NONE,
    /** Content-Length says how much. */
    FIXED,
    /** In chunks, perhaps with trailers. */
    CHUNKED,
    /** All that comes until the connection ends. Responses only. */
    UNTIL_CLOSE,
    /** The head was a 1xx: the response is yet to come. */
    INTERIM,
    /** The connection speaks another protocol from here on. */
    SWITCHED
}
