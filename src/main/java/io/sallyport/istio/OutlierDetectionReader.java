package io.sallyport.istio;

/** Reads when an endpoint is left out. */
final class OutlierDetectionReader {
    private OutlierDetectionReader() {}

    static OutlierDetection read(Fields fields) {
        fields.mayBeNull("consecutiveLocalOriginFailures", "consecutiveGatewayErrors", "consecutive5xxErrors");
        return new OutlierDetection(
                fields.where(),
                fields.integer("consecutiveErrors"),
                fields.flag("splitExternalLocalOriginErrors"),
                fields.unsigned("consecutiveLocalOriginFailures"),
                fields.unsigned("consecutiveGatewayErrors"),
                fields.unsigned("consecutive5xxErrors"),
                fields.duration("interval"),
                fields.duration("baseEjectionTime"),
                fields.integer("maxEjectionPercent"),
                fields.integer("minHealthPercent"),
                fields.integers("outlierDetectionHttpErrorCodes", 100, 599));
    }
}
