package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request of which copies are sent: the main one alone says how fast it goes. */
final class MirroringRequest implements RequestSink {

    private final List<MirroredRequest> copies;
    private @Nullable RequestSink opened;
    private boolean ended;

    private MirroringRequest(List<MirroredRequest> copies) {
        this.copies = copies;
    }

    static RequestSink begin(
            Forwarder next,
            Exchange exchange,
            HttpRequest request,
            ResponseSink response,
            List<MirroredRequest> copies) {
        MirroringRequest mirroring = new MirroringRequest(copies);
        mirroring.opened =
                next.forward(exchange, request, new WatchedResponse(response, mirroring::dropWhatIsHalfSent));
        return mirroring;
    }

    /** A whole request was wanted, whatever became of its original; of half a one there is nothing to copy. */
    private void dropWhatIsHalfSent() {
        if (!ended) {
            copies.forEach(MirroredRequest::drop);
        }
    }

    private RequestSink main() {
        return Objects.requireNonNull(opened, "not begun");
    }

    @Override
    public void body(ByteBuf data) {
        for (MirroredRequest copy : copies) {
            copy.body(data);
        }
        main().body(data);
    }

    @Override
    public void end(HttpHeaders trailers) {
        ended = true;
        for (MirroredRequest copy : copies) {
            copy.end(trailers);
        }
        main().end(trailers);
    }

    @Override
    public void flush() {
        for (MirroredRequest copy : copies) {
            copy.flush();
        }
        main().flush();
    }

    @Override
    public boolean isWritable() {
        return main().isWritable();
    }

    @Override
    public void readResponse(boolean wanted) {
        main().readResponse(wanted);
    }

    @Override
    public void abort(Outcome cause) {
        dropWhatIsHalfSent();
        main().abort(cause);
    }
}
