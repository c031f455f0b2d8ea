package io.sallyport.telemetry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** One series of {@code istio_requests_total} and of the duration histogram, which have the same labels. */
final class RequestSeries {

    /** Upper bounds in milliseconds, as Istio writes them: {@code le="1"}, not {@code "1.0"}. */
    static final String[] BOUNDS = {
        "0.5", "1", "5", "10", "25", "50", "100", "250", "500", "1000", "2500", "5000", "10000", "30000", "60000",
        "300000", "600000", "1800000", "3600000", "+Inf"
    };

    private static final long[] BOUND_MICROS = boundMicros();

    /**
     * What the series is about.
     *
     * @param serviceName {@code destination_service_name}
     * @param code {@code response_code}, 0 when there was none
     * @param flags {@code response_flags}
     * @param grpc whether {@code request_protocol} is grpc
     * @param grpcStatus {@code grpc_response_status}, empty when there is none
     */
    record Key(String serviceName, int code, String flags, boolean grpc, String grpcStatus) {

        /** Of a request of plain HTTP. */
        Key(String serviceName, int code, String flags) {
            this(serviceName, code, flags, false, "");
        }

        /** The key with the first code of its class: 200 for 226. */
        Key ofClass() {
            return new Key(serviceName, code - code % 100, flags, grpc, grpcStatus);
        }
    }

    private final Key key;
    private final LongAdder[] buckets = new LongAdder[BOUNDS.length];
    // In microseconds: of nanoseconds a long holds too few for years of parallel requests.
    private final LongAdder sumMicros = new LongAdder();

    RequestSeries(Key key) {
        this.key = key;
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    Key key() {
        return key;
    }

    /** Counts one request. */
    void record(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        int bucket = 0;
        while (bucket < BOUND_MICROS.length && micros > BOUND_MICROS[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sumMicros.add(micros);
    }

    /** Requests up to each bound, the last of them the number of all: one reading, so that they agree. */
    long[] cumulative() {
        long[] counts = new long[buckets.length];
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += buckets[i].sum();
            counts[i] = total;
        }
        return counts;
    }

    double sumMillis() {
        return sumMicros.sum() / 1000.0;
    }

    private static long[] boundMicros() {
        long[] micros = new long[BOUNDS.length - 1];
        for (int i = 0; i < micros.length; i++) {
            micros[i] = Math.round(Double.parseDouble(BOUNDS[i]) * 1000);
        }
        return micros;
    }
}
