package io.sallyport.istio;

/** Reads cross-origin rules. */
final class CorsPolicyReader {
    private CorsPolicyReader() {}

    static CorsPolicy read(Fields fields) {
        fields.mayBeNull("allowCredentials");
        return new CorsPolicy(
                fields.where(),
                fields.texts("allowOrigin"),
                fields.objects("allowOrigins", StringMatchReader::read),
                fields.texts("allowMethods"),
                fields.texts("allowHeaders"),
                fields.texts("exposeHeaders"),
                fields.duration("maxAge"),
                fields.flag("allowCredentials"),
                fields.choice("unmatchedPreflights", CorsPolicy.UnmatchedPreflights.values()));
    }
}
