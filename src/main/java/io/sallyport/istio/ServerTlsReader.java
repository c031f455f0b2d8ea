package io.sallyport.istio;

/** Reads TLS towards the clients of a listener. */
final class ServerTlsReader {
    private ServerTlsReader() {}

    static ServerTlsSettings read(Fields fields) {
        fields.mayBeNull("insecureSkipVerify");
        return new ServerTlsSettings(
                fields.where(),
                fields.flag("httpsRedirect"),
                fields.choice("mode", ServerTlsSettings.Mode.values()),
                fields.text("serverCertificate"),
                fields.text("privateKey"),
                fields.text("caCertificates"),
                fields.text("caCrl"),
                fields.text("credentialName"),
                fields.texts("credentialNames", 2, Integer.MAX_VALUE),
                fields.text("caCertCredentialName"),
                fields.objects("tlsCertificates", 2, ServerTlsReader::certificate),
                fields.texts("subjectAltNames"),
                fields.texts("verifyCertificateSpki"),
                fields.texts("verifyCertificateHash"),
                fields.choice("minProtocolVersion", ServerTlsSettings.Version.values()),
                fields.choice("maxProtocolVersion", ServerTlsSettings.Version.values()),
                fields.texts("cipherSuites"),
                fields.flag("insecureSkipVerify"));
    }

    private static ServerTlsSettings.Certificate certificate(Fields fields) {
        return new ServerTlsSettings.Certificate(
                fields.where(),
                fields.text("serverCertificate"),
                fields.text("privateKey"),
                fields.text("caCertificates"));
    }
}
