/**
 * Certificates and keys as operators lay them down: PEM files, what they look like from outside, and what is wrong with
 * them, told by the field or setting that names them.
 *
 * <p>Whoever speaks TLS comes after it: {@code upstream} as a client, {@code authority} as a server. It knows the JDK
 * and nothing else. All of it blocks, so none of it is for event loops.
 */
@NullMarked
package io.sallyport.pem;

import org.jspecify.annotations.NullMarked;
