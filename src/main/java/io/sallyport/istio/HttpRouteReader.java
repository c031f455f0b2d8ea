package io.sallyport.istio;

/** Reads an HTTP rule of a VirtualService. */
final class HttpRouteReader {
    private HttpRouteReader() {}

    static HttpRoute read(Fields fields) {
        fields.mayBeNull("mirrorPercent", "mirror_percent");
        fields.atMostOneOf("mirrorPercent", "mirror_percent");
        var mirrorPercent = fields.unsigned("mirrorPercent");
        var mirrorPercentInSnakeCase = fields.unsigned("mirror_percent");
        return new HttpRoute(
                fields.where(),
                fields.text("name"),
                fields.objects("match", HttpMatchReader::read),
                fields.objects("route", HttpRouteReader::destination),
                fields.object("redirect", HttpAnswerReader::redirect),
                fields.object("directResponse", HttpAnswerReader::directResponse),
                fields.object("delegate", HttpRouteReader::delegate),
                fields.object("rewrite", HttpRewriteReader::read),
                fields.duration("timeout"),
                fields.object("retries", HttpRouteReader::retries),
                fields.object("fault", HttpFaultReader::read),
                fields.object("mirror", DestinationReader::read),
                fields.objects("mirrors", HttpRouteReader::mirrorPolicy),
                mirrorPercent != null ? mirrorPercent : mirrorPercentInSnakeCase,
                fields.object("mirrorPercentage", HttpRouteReader::percent),
                fields.object("corsPolicy", CorsPolicyReader::read),
                fields.object("headers", HeadersReader::read));
    }

    static Percent percent(Fields fields) {
        return new Percent(fields.where(), fields.number("value"));
    }

    private static HttpRouteDestination destination(Fields fields) {
        return new HttpRouteDestination(
                fields.where(),
                fields.requiredObject("destination", DestinationReader::read),
                fields.integer("weight"),
                fields.object("headers", HeadersReader::read));
    }

    private static Delegate delegate(Fields fields) {
        return new Delegate(fields.where(), fields.text("name"), fields.text("namespace"));
    }

    static HttpRetry retries(Fields fields) {
        fields.mayBeNull("retryRemoteLocalities", "retryIgnorePreviousHosts");
        return new HttpRetry(
                fields.where(),
                fields.integer("attempts"),
                fields.duration("perTryTimeout"),
                fields.text("retryOn"),
                fields.flag("retryRemoteLocalities"),
                fields.flag("retryIgnorePreviousHosts"),
                fields.duration("backoff"));
    }

    private static HttpMirrorPolicy mirrorPolicy(Fields fields) {
        return new HttpMirrorPolicy(
                fields.where(),
                fields.requiredObject("destination", DestinationReader::read),
                fields.object("percentage", HttpRouteReader::percent));
    }
}
