package io.sallyport.istio;

import java.util.List;

/** Reads a VirtualService. */
final class VirtualServiceReader {
    private VirtualServiceReader() {}

    static VirtualService read(Fields resource) {
        resource.ignore("apiVersion", "kind", "status");
        var metadata = resource.requiredObject("metadata", MetadataReader::read);
        var read = resource.object("spec", spec -> read(resource.where(), metadata, spec));
        return read != null
                ? read
                : new VirtualService(
                        resource.where(), metadata, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static VirtualService read(Where where, Metadata metadata, Fields spec) {
        return new VirtualService(
                where,
                metadata,
                spec.texts("hosts"),
                spec.texts("gateways"),
                spec.objects("http", HttpRouteReader::read),
                spec.objects("tls", TlsRouteReader::read),
                spec.objects("tcp", TcpRouteReader::read),
                spec.texts("exportTo"));
    }
}
