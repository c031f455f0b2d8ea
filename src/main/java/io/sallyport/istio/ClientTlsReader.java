package io.sallyport.istio;

/** Reads TLS towards the server. */
final class ClientTlsReader {
    private ClientTlsReader() {}

    static ClientTlsSettings read(Fields fields) {
        fields.mayBeNull("insecureSkipVerify");
        return new ClientTlsSettings(
                fields.where(),
                fields.choice("mode", ClientTlsSettings.Mode.values()),
                fields.text("clientCertificate"),
                fields.text("privateKey"),
                fields.text("caCertificates"),
                fields.text("credentialName"),
                fields.texts("subjectAltNames"),
                fields.text("sni"),
                fields.flag("insecureSkipVerify"),
                fields.text("caCrl"));
    }
}
