package io.sallyport.telemetry;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.GrpcStatus;
import io.sallyport.exchange.Outcome;

/** The {@code grpc_response_status} of a gRPC call: a number from 0 to 16, so that no server can make series of others. */
final class GrpcCallStatus {

    private static final int LAST = 16;
    private static final String UNKNOWN = "2";

    private GrpcCallStatus() {}

    /** What the response said; where it said nothing, or there was none, what its HTTP status stands for. */
    static String of(Exchange exchange) {
        Outcome outcome = exchange.outcome();
        if (outcome != null && outcome != Outcome.COMPLETED) {
            return outcome.status() == 0 ? "" : Integer.toString(GrpcStatus.of(outcome, outcome.status()));
        }
        String said = exchange.grpcStatus;
        if (said != null) {
            return known(said);
        }
        return exchange.status == 0 ? "" : Integer.toString(GrpcStatus.ofHttp(exchange.status));
    }

    private static String known(String said) {
        for (int status = 0; status <= LAST; status++) {
            if (Integer.toString(status).equals(said)) {
                return said;
            }
        }
        return UNKNOWN;
    }
}
