package io.sallyport.telemetry;

import io.sallyport.exchange.CallerLabels;
import java.util.concurrent.atomic.LongAdder;

/**
 * One series of each of Istio's metrics of requests, which all have the same labels. {@code istio_requests_total} is the
 * count of any of the histograms.
 */
final class RequestSeries {

    /**
     * What the series is about.
     *
     * @param caller the {@code source_*} labels
     * @param serviceName {@code destination_service_name}
     * @param code {@code response_code}, 0 when there was none
     * @param flags {@code response_flags}
     * @param grpc whether {@code request_protocol} is grpc
     * @param grpcStatus {@code grpc_response_status}, empty when there is none
     */
    record Key(CallerLabels caller, String serviceName, int code, String flags, boolean grpc, String grpcStatus) {

        /** The key with the first code of its class: 200 for 226. */
        Key ofClass() {
            return new Key(caller, serviceName, code - code % 100, flags, grpc, grpcStatus);
        }
    }

    private final Key key;
    /** In microseconds, told in milliseconds: of nanoseconds a long holds too few for years of parallel requests. */
    final Histogram duration = new Histogram(1);

    final Histogram requestBytes = new Histogram(1000);
    final Histogram responseBytes = new Histogram(1000);
    final LongAdder requestMessages = new LongAdder();
    final LongAdder responseMessages = new LongAdder();

    RequestSeries(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }
}
