package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import java.util.List;

/** A request of which copies are sent: the main one alone says how fast it goes. */
final class MirroringRequest implements RequestSink {

    private final RequestSink main;
    private final List<MirroredRequest> copies;
    private boolean ended;

    MirroringRequest(RequestSink main, List<MirroredRequest> copies) {
        this.main = main;
        this.copies = copies;
    }

    @Override
    public void body(ByteBuf data) {
        for (MirroredRequest copy : copies) {
            copy.body(data);
        }
        main.body(data);
    }

    @Override
    public void end(HttpHeaders trailers) {
        ended = true;
        for (MirroredRequest copy : copies) {
            copy.end(trailers);
        }
        main.end(trailers);
    }

    @Override
    public void flush() {
        for (MirroredRequest copy : copies) {
            copy.flush();
        }
        main.flush();
    }

    @Override
    public boolean isWritable() {
        return main.isWritable();
    }

    @Override
    public void readResponse(boolean wanted) {
        main.readResponse(wanted);
    }

    @Override
    public void abort(Outcome cause) {
        // A whole request was wanted, whatever became of its original; of half a one there is nothing to copy.
        if (!ended) {
            copies.forEach(MirroredRequest::drop);
        }
        main.abort(cause);
    }
}
