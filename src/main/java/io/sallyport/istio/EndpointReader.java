package io.sallyport.istio;

/** Reads an endpoint of a ServiceEntry. */
final class EndpointReader {
    private EndpointReader() {}

    static Endpoint read(Fields fields) {
        return new Endpoint(
                fields.where(),
                fields.text("address", 256),
                fields.unsignedMap("ports", 128),
                fields.textMap("labels", 256, Integer.MAX_VALUE),
                fields.text("network", 2048),
                fields.text("locality", 2048),
                fields.unsigned("weight"),
                fields.text("serviceAccount", 253));
    }
}
