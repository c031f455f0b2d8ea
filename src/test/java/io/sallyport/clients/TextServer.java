package io.sallyport.clients;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.sallyport.e2e.TlsAuthority;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of {@link TextCalls} by grpc-java, on the loopback. */
final class TextServer implements AutoCloseable {

    /** What a call says that is never answered. */
    static final String SILENCE = "silence";

    private final Server server;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final BlockingQueue<Long> deadlines = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();

    private TextServer(ServerCredentials credentials) throws IOException {
        server = Grpc.newServerBuilderForPort(0, credentials)
                .addService(ServerServiceDefinition.builder(TextCalls.SERVICE)
                        .addMethod(TextCalls.GET, ServerCalls.asyncUnaryCall(this::get))
                        .addMethod(TextCalls.LIST, ServerCalls.asyncServerStreamingCall(TextServer::list))
                        .addMethod(TextCalls.COLLECT, ServerCalls.asyncClientStreamingCall(Collecting::new))
                        .addMethod(TextCalls.CONVERSE, ServerCalls.asyncBidiStreamingCall(Echo::new))
                        .build())
                .build()
                .start();
    }

    static TextServer start() throws IOException {
        return new TextServer(InsecureServerCredentials.create());
    }

    static TextServer startTls(TlsAuthority.Issued shown) throws IOException {
        return new TextServer(TlsServerCredentials.create(
                shown.certificatePem().toFile(), shown.keyPem().toFile()));
    }

    /** So many calls fail with UNAVAILABLE, before any other is answered. */
    TextServer unavailableFor(int calls) {
        unavailable.set(calls);
        return this;
    }

    int port() {
        return server.getPort();
    }

    /** How many calls of {@link TextCalls#GET} arrived. */
    int calls() {
        return calls.get();
    }

    /** The milliseconds that an unanswered call had left when it arrived. */
    long deadlineMillis() throws InterruptedException {
        return Objects.requireNonNull(deadlines.poll(10, TimeUnit.SECONDS), "no call arrived");
    }

    /** Waits until an unanswered call was given up by who made it. */
    void awaitCancelled() throws InterruptedException {
        Objects.requireNonNull(cancelled.poll(10, TimeUnit.SECONDS), "no call was cancelled");
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private void get(String request, StreamObserver<String> answer) {
        calls.incrementAndGet();
        if (unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer.onError(Status.UNAVAILABLE
                    .withDescription("not yet, \u00e9t\u00e9 100%")
                    .asRuntimeException());
        } else if (request.equals(SILENCE)) {
            Deadline deadline = Context.current().getDeadline();
            Context.current().addListener(context -> cancelled.add("cancelled"), Runnable::run);
            deadlines.add(deadline == null ? -1L : deadline.timeRemaining(TimeUnit.MILLISECONDS));
        } else {
            answer.onNext("rate of " + request);
            answer.onCompleted();
        }
    }

    private static void list(String request, StreamObserver<String> answer) {
        for (int number = 1; number <= Integer.parseInt(request); number++) {
            answer.onNext("rate " + number);
        }
        answer.onCompleted();
    }

    /** Answers with all it got, once there is no more. */
    private static final class Collecting implements StreamObserver<String> {

        private final StreamObserver<String> answer;
        private final List<String> messages = new ArrayList<>();

        Collecting(StreamObserver<String> answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(String message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable callerGone) {}

        @Override
        public void onCompleted() {
            answer.onNext(String.join(" ", messages));
            answer.onCompleted();
        }
    }

    private record Echo(StreamObserver<String> answer) implements StreamObserver<String> {

        @Override
        public void onNext(String message) {
            answer.onNext("re: " + message);
        }

        @Override
        public void onError(Throwable callerGone) {}

        @Override
        public void onCompleted() {
            answer.onCompleted();
        }
    }
}
