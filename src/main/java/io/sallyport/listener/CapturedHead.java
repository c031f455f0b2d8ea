package io.sallyport.listener;

import io.sallyport.policy.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A captured connection whose bytes nobody reads, as policy and observers see it: as if its client had asked for the
 * tunnel by CONNECT.
 *
 * @param host the server name of its ClientHello, else the address it was going to
 * @param port the port it was going to
 */
record CapturedHead(String host, int port) implements RequestHead {

    @Override
    public Form form() {
        return Form.TUNNEL;
    }

    @Override
    public String method() {
        return "CONNECT";
    }

    @Override
    public String scheme() {
        return "https";
    }

    @Override
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public String path() {
        return "";
    }

    @Override
    public @Nullable String header(String name) {
        return null;
    }

    @Override
    public List<String> headers(String name) {
        return List.of();
    }
}
