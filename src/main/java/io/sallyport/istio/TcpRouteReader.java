package io.sallyport.istio;

/** Reads a rule for opaque TCP. */
final class TcpRouteReader {
    private TcpRouteReader() {}

    static TcpRoute read(Fields fields) {
        return new TcpRoute(
                fields.where(),
                fields.objects("match", TcpRouteReader::match),
                fields.objects("route", DestinationReader::weighted));
    }

    private static L4MatchAttributes match(Fields fields) {
        return new L4MatchAttributes(
                fields.where(),
                fields.texts("destinationSubnets"),
                fields.unsigned("port"),
                fields.text("sourceSubnet"),
                fields.textMap("sourceLabels"),
                fields.texts("gateways"),
                fields.text("sourceNamespace"));
    }
}
