package io.sallyport.app;

import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What the console calls a caller: {@code namespace/workload} where that is known, else its address. */
final class CallerNames {

    private CallerNames() {}

    static String of(Exchange exchange) {
        CallerLabels caller = exchange.caller;
        if (!caller.workload().equals(CallerLabels.NOT_KNOWN)) {
            return caller.namespace().equals(CallerLabels.NOT_KNOWN)
                    ? caller.workload()
                    : caller.namespace() + "/" + caller.workload();
        }
        InetAddress address = exchange.client() instanceof InetSocketAddress inet ? inet.getAddress() : null;
        return address == null ? CallerLabels.NOT_KNOWN : address.getHostAddress();
    }
}
