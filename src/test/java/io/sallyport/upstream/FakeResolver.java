package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.sallyport.exchange.Failure;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Knows the names it was told, and remembers which it was asked for. Answers at once. */
final class FakeResolver implements Resolver {

    private final Map<String, List<InetAddress>> names = new HashMap<>();
    private final Map<String, Failure> failures = new HashMap<>();
    final List<String> asked = new ArrayList<>();

    FakeResolver knows(String host, String... addresses) {
        names.put(host, Stream.of(addresses).map(Addresses::of).toList());
        return this;
    }

    FakeResolver fails(String host, Failure failure) {
        failures.put(host, failure);
        return this;
    }

    @Override
    public void resolve(EventLoop loop, String host, Callback callback) {
        asked.add(host);
        Failure failure = failures.get(host);
        if (failure != null) {
            callback.failed(failure);
        } else if (names.containsKey(host)) {
            callback.resolved(names.get(host));
        } else {
            throw new AssertionError("unexpected look-up of " + host);
        }
    }
}
