package io.sallyport.telemetry;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Writes addresses as Envoy does: {@code 192.0.2.7:443}, {@code [2001:db8::7]:443}. */
final class SocketText {

    private SocketText() {}

    static String of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address.toString();
        }
        // getHostString of an unresolved one; never a look-up by address.
        String host = inet.getAddress() == null
                ? inet.getHostString()
                : inet.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + inet.getPort() : "[" + host + "]:" + inet.getPort();
    }
}
