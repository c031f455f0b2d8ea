package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/** Reads the answers that a rule gives by itself: redirects and fixed responses. */
final class HttpAnswerReader {
    private HttpAnswerReader() {}

    static HttpRedirect redirect(Fields fields) {
        fields.atMostOneOf("port", "derivePort");
        return new HttpRedirect(
                fields.where(),
                fields.text("uri"),
                fields.text("authority"),
                redirectPort(fields),
                fields.text("scheme"),
                fields.unsigned("redirectCode"),
                fields.text("prefixRewrite"));
    }

    private static HttpRedirect.@Nullable RedirectPort redirectPort(Fields fields) {
        var port = fields.unsigned("port");
        var derivation = fields.choice("derivePort", HttpRedirect.Derivation.values());
        if (port != null) {
            return new HttpRedirect.Port(fields.where().field("port"), port);
        }
        return derivation == null
                ? null
                : new HttpRedirect.DerivePort(fields.where().field("derivePort"), derivation);
    }

    static HttpDirectResponse directResponse(Fields fields) {
        return new HttpDirectResponse(
                fields.where(), fields.requiredUnsigned("status"), fields.object("body", HttpAnswerReader::body));
    }

    private static HttpDirectResponse.HttpBody body(Fields fields) {
        fields.atMostOneOf("string", "bytes");
        var string = fields.text("string");
        var bytes = fields.base64("bytes");
        if (string != null) {
            return new HttpDirectResponse.Text(fields.where(), string);
        }
        return bytes != null
                ? new HttpDirectResponse.Bytes(fields.where(), bytes)
                : new HttpDirectResponse.Unset(fields.where());
    }
}
