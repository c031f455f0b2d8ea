package io.sallyport.resilience;

import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An upstream that does what the test says, at once or when told; it remembers every try. */
final class ScriptedForwarder implements Forwarder {

    private final List<ScriptedTry> tries = new ArrayList<>();
    private final Deque<Consumer<ScriptedTry>> atOnce = new ArrayDeque<>();
    private @Nullable Exchange last;

    /** What the next try does before {@code forward} returns; one a call. */
    ScriptedForwarder atOnce(Consumer<ScriptedTry> action) {
        atOnce.add(action);
        return this;
    }

    @Override
    public RequestSink forward(Exchange exchange, HttpRequest request, ResponseSink response) {
        last = exchange;
        ScriptedTry started = new ScriptedTry(response);
        tries.add(started);
        Consumer<ScriptedTry> action = atOnce.poll();
        if (action != null) {
            action.accept(started);
        }
        return started;
    }

    /** That of the last try. */
    Exchange exchange() {
        return Objects.requireNonNull(last, "no try yet");
    }

    int count() {
        return tries.size();
    }

    /** 1 for the first. */
    ScriptedTry attempt(int number) {
        return tries.get(number - 1);
    }

    ScriptedTry last() {
        return tries.getLast();
    }
}
