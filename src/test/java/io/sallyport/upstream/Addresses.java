package io.sallyport.upstream;

import io.sallyport.policy.IpLiteral;
import java.net.InetAddress;
import java.util.Objects;

/** Makes addresses of their canonical spelling. */
final class Addresses {

    private Addresses() {}

    static InetAddress of(String literal) {
        return Objects.requireNonNull(IpLiteral.parse(literal), literal);
    }
}
