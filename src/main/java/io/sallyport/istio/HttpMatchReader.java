package io.sallyport.istio;

/** Reads the conditions of an HTTP rule. */
final class HttpMatchReader {
    private HttpMatchReader() {}

    static HttpMatchRequest read(Fields fields) {
        return new HttpMatchRequest(
                fields.where(),
                fields.text("name"),
                fields.object("uri", StringMatchReader::read),
                fields.object("scheme", StringMatchReader::read),
                fields.object("method", StringMatchReader::read),
                fields.object("authority", StringMatchReader::read),
                fields.objectMap("headers", StringMatchReader::read),
                fields.objectMap("withoutHeaders", StringMatchReader::read),
                fields.objectMap("queryParams", StringMatchReader::read),
                fields.flag("ignoreUriCase"),
                fields.unsigned("port"),
                fields.texts("gateways"),
                fields.textMap("sourceLabels"),
                fields.text("sourceNamespace"),
                fields.text("statPrefix"));
    }
}
