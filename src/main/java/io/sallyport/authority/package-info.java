/**
 * The operator's certificate authority, in use only where HTTPS is intercepted: its files, the certificates minted with
 * it for the hosts that clients ask for, and how a new one is made ({@code sallyport ca init}).
 *
 * <p>Before it: {@code pem} reads the files. After it: {@code listener} shakes hands with clients as {@link
 * io.sallyport.exchange.TlsIdentities} gives it the means to. It sees exchange and pem, Netty's TLS, and Bouncy Castle,
 * which nobody else sees. Of that only the parts that build certificates are used: keys, signatures and checks are the
 * JDK's, so no security provider is registered.
 *
 * <p>Reading order: {@link io.sallyport.authority.CertificateAuthority} is what the files hold; {@code CertificateDraft} builds and signs; {@code LeafMinter} makes one certificate where {@code ChainLimits} permits, {@code Leaves} keeps them, and {@link
 * io.sallyport.authority.MintedIdentities} looks whether the files changed. {@link
 * io.sallyport.authority.NewAuthority} and {@code NameLimits} are for {@code ca init}.
 *
 * <p>Threading: asked on event loops, works on virtual threads.
 */
@NullMarked
package io.sallyport.authority;

import org.jspecify.annotations.NullMarked;
