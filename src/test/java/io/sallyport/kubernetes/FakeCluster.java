package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/** An API server in memory, which keeps what it is given and tells who watches. It checks nothing and knows no rights. */
final class FakeCluster implements AutoCloseable {

    private static final ResourceDefinitionContext EVENTS = core("Event", "events");
    private static final ResourceDefinitionContext PODS = core("Pod", "pods");
    private static final ResourceDefinitionContext SECRETS = core("Secret", "secrets");

    private static final int FORBIDDEN = 403;

    private final Map<ServerRequest, Queue<ServerResponse>> expected = new HashMap<>();
    private final KubernetesMixedDispatcher dispatcher = new KubernetesMixedDispatcher(expected);
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(Serialization.jsonMapper()), new MockWebServer(), expected, dispatcher, false);
    private final String version;

    final KubernetesClient client;

    /** @param versions of Istio's networking API that it serves, the one it prefers first */
    FakeCluster(String... versions) {
        version = versions.length == 0 ? "" : versions[0];
        for (String served : versions) {
            for (WatchedKind kind : WatchedKind.values()) {
                server.expectCustomResource(definition(kind, served));
            }
        }
        server.init();
        if (versions.length > 0) {
            server.expect()
                    .get()
                    .withPath("/apis/" + WatchedKind.GROUP)
                    .andReturn(200, group(versions))
                    .always();
        }
        client = server.createClient(builder -> builder.withKubernetesSerialization(ApiTypes.serialization()));
    }

    /** Makes or changes what the YAML says. */
    void apply(String yaml) {
        GenericKubernetesResource resource = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        client.genericKubernetesResources(kind(resource.getKind()).context(version))
                .inNamespace(resource.getMetadata().getNamespace())
                .resource(resource)
                .createOr(replace -> replace.update());
    }

    /** Makes what the YAML says. */
    void create(String yaml) {
        GenericKubernetesResource resource = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        client.genericKubernetesResources(kind(resource.getKind()).context(version))
                .inNamespace(resource.getMetadata().getNamespace())
                .resource(resource)
                .create();
    }

    /** Refuses to tell what is at that path from now on. */
    void forbid(String path, String sentence) {
        server.expect()
                .get()
                .withPath(path)
                .andReturn(
                        FORBIDDEN,
                        new StatusBuilder()
                                .withStatus("Failure")
                                .withCode(FORBIDDEN)
                                .withReason("Forbidden")
                                .withMessage(sentence)
                                .build())
                .always();
    }

    /** Ends, with all its connections. */
    void goAway() {
        server.destroy();
    }

    /** Makes or changes a pod. */
    void pod(String yaml) {
        core(yaml, PODS);
    }

    void deletePod(String namespace, String name) {
        client.genericKubernetesResources(PODS)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    /** Makes or changes a Secret. */
    void secret(String yaml) {
        core(yaml, SECRETS);
    }

    void deleteSecret(String namespace, String name) {
        client.genericKubernetesResources(SECRETS)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    private void core(String yaml, ResourceDefinitionContext kind) {
        GenericKubernetesResource resource = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        client.genericKubernetesResources(kind)
                .inNamespace(resource.getMetadata().getNamespace())
                .resource(resource)
                .createOr(replace -> replace.update());
    }

    void delete(WatchedKind kind, String namespace, String name) {
        client.genericKubernetesResources(kind.context(version))
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    GenericKubernetesResource get(WatchedKind kind, String namespace, String name) {
        return client.genericKubernetesResources(kind.context(version))
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    List<GenericKubernetesResource> events(String namespace) {
        return client.genericKubernetesResources(EVENTS)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }

    private static WatchedKind kind(String name) {
        return Stream.of(WatchedKind.values())
                .filter(kind -> kind.kind().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ResourceDefinitionContext core(String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    private static CustomResourceDefinitionContext definition(WatchedKind kind, String version) {
        ResourceDefinitionContext context = kind.context(version);
        return new CustomResourceDefinitionContext.Builder()
                .withGroup(context.getGroup())
                .withVersion(context.getVersion())
                .withKind(context.getKind())
                .withPlural(context.getPlural())
                .withScope("Namespaced")
                .withStatusSubresource(true)
                .build();
    }

    private static APIGroup group(String... versions) {
        return new APIGroupBuilder()
                .withName(WatchedKind.GROUP)
                .withVersions(Stream.of(versions)
                        .map(version -> new GroupVersionForDiscovery(WatchedKind.GROUP + "/" + version, version))
                        .toList())
                .build();
    }
}
