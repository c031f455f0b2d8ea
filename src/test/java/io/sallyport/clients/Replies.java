package io.sallyport.clients;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What comes back on a stream, one after the other. */
final class Replies implements StreamObserver<String> {

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    @Override
    public void onNext(String message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }

    /** The next message; waits up to ten seconds. */
    String next() throws InterruptedException {
        return Objects.requireNonNull(messages.poll(10, TimeUnit.SECONDS), "no message");
    }

    boolean isEnded() {
        return end.isDone();
    }

    /** How it ended; waits up to ten seconds. */
    Status end() throws Exception {
        return end.get(10, TimeUnit.SECONDS);
    }

    /** The messages that were not taken yet. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        messages.drainTo(rest);
        return rest;
    }
}
