package io.sallyport.istio;

import java.util.Objects;

/** Reads a Sidecar. */
final class SidecarReader {
    private SidecarReader() {}

    static Sidecar read(Fields resource) {
        resource.ignore("apiVersion", "kind", "status");
        var metadata = resource.requiredObject("metadata", MetadataReader::read);
        return resource.requiredObject("spec", spec -> read(resource.where(), metadata, spec));
    }

    private static Sidecar read(Where where, Metadata metadata, Fields spec) {
        return new Sidecar(
                where,
                metadata,
                spec.object("workloadSelector", SidecarReader::workloadSelector),
                spec.objects("ingress", SidecarReader::ingress),
                spec.objects("egress", SidecarReader::egress),
                spec.object("inboundConnectionPool", ConnectionPoolReader::read),
                spec.object("outboundTrafficPolicy", SidecarReader::outboundTrafficPolicy));
    }

    private static Sidecar.WorkloadSelector workloadSelector(Fields fields) {
        return new Sidecar.WorkloadSelector(fields.where(), fields.textMap("labels", 256, 63));
    }

    private static Sidecar.IngressListener ingress(Fields fields) {
        return new Sidecar.IngressListener(
                fields.where(),
                fields.requiredObject("port", SidecarReader::port),
                fields.text("bind"),
                fields.choice("captureMode", Sidecar.CaptureMode.values()),
                fields.text("defaultEndpoint"),
                fields.object("tls", ServerTlsReader::read),
                fields.object("connectionPool", ConnectionPoolReader::read));
    }

    private static Sidecar.EgressListener egress(Fields fields) {
        return new Sidecar.EgressListener(
                fields.where(),
                fields.object("port", SidecarReader::port),
                fields.text("bind"),
                fields.choice("captureMode", Sidecar.CaptureMode.values()),
                fields.requiredTexts("hosts", 1, Integer.MAX_VALUE));
    }

    private static ListenerPort port(Fields fields) {
        return new ListenerPort(
                fields.where(),
                Objects.requireNonNullElse(fields.unsigned("number"), 0L),
                fields.text("protocol"),
                fields.text("name"),
                fields.unsigned("targetPort"));
    }

    static Sidecar.OutboundTrafficPolicy outboundTrafficPolicy(Fields fields) {
        return new Sidecar.OutboundTrafficPolicy(
                fields.where(),
                fields.choice("mode", Sidecar.OutboundTrafficPolicy.Mode.values()),
                fields.object("egressProxy", DestinationReader::read));
    }
}
