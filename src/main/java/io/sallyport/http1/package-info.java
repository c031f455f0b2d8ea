/**
 * Bytes to HTTP/1 messages and back, by the letter of RFC 9112.
 *
 * <p>The door of both ends: listener puts {@link io.sallyport.http1.RequestDecoder} before itself, upstream puts {@link
 * io.sallyport.http1.ResponseDecoder}; both write with {@link io.sallyport.http1.Http1Writer} and drop with {@link
 * io.sallyport.http1.HopByHop} what belongs to one connection only. It sees Netty's buffers, handlers and message
 * objects and nothing of this project. It knows framing and grammar; what a request means is the listener's matter.
 *
 * <p>Two parsers that read the same bytes differently are how requests get smuggled. So nothing is repaired here: what
 * the standard calls invalid is refused, with the one exception it demands (a space before the colon of a response's
 * field is taken out).
 *
 * <p>Threading: each decoder lives on its channel's event loop.
 */
@NullMarked
package io.sallyport.http1;

import org.jspecify.annotations.NullMarked;
