/**
 * A client's HTTP/2 to the messages of HTTP/1 and back, by the letter of RFC 9113.
 *
 * <p>Netty's codec reads frames, keeps the windows and the state of streams; here is what a request may look like beyond
 * that, so that it can go on as HTTP/1 without a second meaning, and how responses, trailers and the bytes of a CONNECT
 * become frames. Before it: Netty's frames. After it: listener, which owns connections and streams. It sees Netty's
 * frames and messages, and http1 for what both protocols agree on; nothing else of this project.
 *
 * <p>Threading: all of a connection and its streams happens on one event loop.
 */
@NullMarked
package io.sallyport.http2;

import org.jspecify.annotations.NullMarked;
