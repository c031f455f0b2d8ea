/**
 * The first words of a TLS connection, read without taking part in it: a ClientHello, and the alert that refuses it.
 *
 * <p>Before it: the bytes a client sends into a tunnel. After it: {@code listener}, which holds the name in them
 * against the host that was allowed. Nothing is decrypted and no engine is made. It may see the JDK and Netty's buffers.
 *
 * <p>Reading order: {@link io.sallyport.tls.GreetingReader} gathers; {@code ClientHelloParser} takes apart; {@link
 * io.sallyport.tls.Greeting} is what they came to. {@link io.sallyport.tls.RecordWalk} walks over
 * what follows.
 */
@NullMarked
package io.sallyport.tls;

import org.jspecify.annotations.NullMarked;
