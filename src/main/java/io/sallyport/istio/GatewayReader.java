package io.sallyport.istio;

/** Reads a Gateway. */
final class GatewayReader {
    private GatewayReader() {}

    static Gateway read(Fields resource) {
        resource.ignore("apiVersion", "kind", "status");
        var metadata = resource.requiredObject("metadata", MetadataReader::read);
        return resource.requiredObject("spec", spec -> read(resource.where(), metadata, spec));
    }

    private static Gateway read(Where where, Metadata metadata, Fields spec) {
        return new Gateway(where, metadata, spec.textMap("selector"), spec.objects("servers", GatewayReader::server));
    }

    private static Gateway.Server server(Fields fields) {
        return new Gateway.Server(
                fields.where(),
                fields.requiredObject("port", GatewayReader::port),
                fields.text("bind"),
                fields.requiredTexts("hosts", 1, Integer.MAX_VALUE),
                fields.object("tls", ServerTlsReader::read),
                fields.text("defaultEndpoint"),
                fields.text("name"));
    }

    private static ListenerPort port(Fields fields) {
        return new ListenerPort(
                fields.where(),
                fields.requiredUnsigned("number"),
                fields.requiredText("protocol"),
                fields.requiredText("name"),
                fields.unsigned("targetPort"));
    }
}
