package io.sallyport.istio;

/** Reads a rule for opaque TLS. */
final class TlsRouteReader {
    private TlsRouteReader() {}

    static TlsRoute read(Fields fields) {
        return new TlsRoute(
                fields.where(),
                fields.requiredObjects("match", TlsRouteReader::match),
                fields.objects("route", DestinationReader::weighted));
    }

    private static TlsMatchAttributes match(Fields fields) {
        return new TlsMatchAttributes(
                fields.where(),
                fields.requiredTexts("sniHosts", 0, Integer.MAX_VALUE),
                fields.texts("destinationSubnets"),
                fields.unsigned("port"),
                fields.textMap("sourceLabels"),
                fields.texts("gateways"),
                fields.text("sourceNamespace"));
    }
}
